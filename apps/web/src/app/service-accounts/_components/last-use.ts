import type { RouterOutputs } from "@sundial/api";
import type { TimeFormats } from "@sundial/validators/time";

type Key = RouterOutputs["serviceAccount"]["byId"]["keys"][number];

/** When and from where the latest use of these keys was. */
export function lastUseOf(
  keys: readonly Pick<Key, "lastUsedAt" | "lastUsedFrom">[],
  { formats, zone }: { formats: TimeFormats; zone: string },
): string {
  const [latest] = keys
    .flatMap(({ lastUsedAt, lastUsedFrom }) => (lastUsedAt ? [{ lastUsedAt, lastUsedFrom }] : []))
    .sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
  if (latest === undefined) return "Never used";
  const at = formats.fullDateTime(latest.lastUsedAt, zone);
  return latest.lastUsedFrom === null
    ? `Last used ${at}`
    : `Last used ${at} from ${latest.lastUsedFrom}`;
}
