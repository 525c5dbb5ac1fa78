import type { Db } from "@sundial/db";
import { tell } from "@sundial/ledger";
import { localDate } from "@sundial/validators/time";
import { nextMinuteOfDay } from "@sundial/validators/wall-clock";
import { inTransaction } from "../transaction.ts";

/** Mondays at eight, by the clock of the program's zone. */
const MONDAY = 1;
const MINUTE_OF_DAY = 8 * 60;

/**
 * Queues the weekly summary for those who run the program, once for each Monday. Returns whether it
 * was due.
 */
export async function queueSummaries({ db, now }: { db: Db; now: Date }): Promise<boolean> {
  const { nextSummaryAt, timeZone } = await db.programSettings.findUniqueOrThrow({
    where: { id: 1 },
    select: { nextSummaryAt: true, timeZone: true },
  });
  if (nextSummaryAt !== null && nextSummaryAt > now) return false;
  return inTransaction(db, async (tx) => {
    // Of several servers, one finds it as it was.
    const { count } = await tx.programSettings.updateMany({
      where: { id: 1, nextSummaryAt },
      data: { nextSummaryAt: nextMonday(now, timeZone) },
    });
    // A new program has no week behind it.
    if (count === 0 || nextSummaryAt === null) return false;
    await tell(tx, [
      {
        kind: "program.summary",
        key: localDate(nextSummaryAt, timeZone),
        at: now,
        actorId: null,
        people: {},
        email: (recipientId) => ({ template: "program.summary", data: { recipientId } }),
      },
    ]);
    return true;
  });
}

/** The next time that it is Monday, eight o'clock there. */
export function nextMonday(after: Date, timeZone: string): Date {
  let at = nextMinuteOfDay(MINUTE_OF_DAY, after, timeZone);
  while (new Date(`${localDate(at, timeZone)}T00:00Z`).getUTCDay() !== MONDAY) {
    at = nextMinuteOfDay(MINUTE_OF_DAY, at, timeZone);
  }
  return at;
}
