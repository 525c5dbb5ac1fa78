import { type MisuseTarget, misuseTarget } from "@sundial/validators";
import type { SearchParams } from "~/lib/address";

/** What the URL asks to report; null for the bare page, undefined for anything that isn't one. */
export function readReportTarget(params: SearchParams): MisuseTarget | null | undefined {
  const { about, person, session } = params;
  if (about === undefined) return null;
  return misuseTarget.safeParse({ about, personId: person, officeSessionId: session }).data;
}
