import { MINUTE, SECOND } from "@sundial/validators/durations";
import type { OfficeSession } from "~/trpc/types";

/** How often the page asks who is there, in milliseconds, while a session is on. */
export const LIVE_EVERY = 10 * SECOND;

type Times = Pick<OfficeSession, "status" | "startsAt" | "endsAt">;

/** Whether people may be joining: from ten minutes before the start to the end. */
export function isOn({ status, startsAt, endsAt }: Times, now: Date): boolean {
  return (
    status === "scheduled" &&
    now.getTime() >= startsAt.getTime() - 10 * MINUTE &&
    now.getTime() < endsAt.getTime()
  );
}
