import { randomUUID } from "node:crypto";
import { createMentor } from "@sundial/db/factories";
import { HOUR } from "@sundial/validators/durations";
import fc from "fast-check";
import { expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { wantedStarts } from "./day-filter.ts";
import { readByBound } from "./read-by-bound.ts";
import { type BoundRow, boundSelect, keepBounds, rankBound } from "./slot-bounds.ts";
import { QUARTER, quartersOf } from "./week-quarters.ts";

const { db } = await testApi();

const MENTORS = 24;

const expertise = randomUUID();
for (let made = 0; made < MENTORS; made++) await createMentor(db, { expertise: [expertise] });
const mentors = { mentor: { expertise: { some: { slug: expertise } } } };

const rows = () => db.earliestSlot.findMany({ where: mentors, select: boundSelect });

const ahead = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
/** Some quarters of an hour in the next days, a few of them surely open. */
const bounds = fc.record({
  starts: fc.uniqueArray(fc.integer({ min: 0, max: 60 * 4 }), { minLength: 1, maxLength: 12 }),
  sure: fc.integer({ min: 0, max: 12 }),
  noticeMinutes: fc.constantFrom(0, 0, 0, 120, 1_000),
  openUntil: fc.constantFrom(-1, 20, 168, 168, 168).map(ahead),
  knownUntil: fc.constantFrom(30, 500, 500).map(ahead),
});
const reader = fc.record({
  timeZone: fc.constantFrom("UTC", "Pacific/Honolulu", "Asia/Kolkata", "America/Los_Angeles"),
  weekdays: fc.constantFrom([], [], [1, 2], [7]),
  partsOfDay: fc.constant([]),
});

it("omits nobody who may rank before its position, and nobody at the end", async () => {
  let leftOut = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(bounds, { minLength: MENTORS, maxLength: MENTORS }),
      reader,
      async (all, { timeZone, ...wish }) => {
        const kept = (await rows()).map((row, index): [BoundRow, BoundRow] => {
          const { starts = [], sure = 0, ...rest } = all[index] ?? {};
          const instants = starts.map((quarter) => NOW.getTime() + quarter * QUARTER);
          const changed = {
            ...row,
            ...rest,
            gridMinutes: 1,
            horizonMovesAt: ahead(500),
            notBefore: new Date(Math.min(...instants)),
            weekQuarters: quartersOf(instants),
            openQuarters: quartersOf(instants.slice(0, sure)),
          };
          return [row, changed];
        });
        await keepBounds(db, kept, ahead(1_000));
        const wanted = wantedStarts(wish, { timeZone, now: NOW });
        const unread = new Map((await rows()).map((row) => [row.number, row]));
        for await (const { rows: page, reached } of readByBound(db, {
          search: { expertise },
          wanted,
          now: NOW,
          first: 2,
        })) {
          for (const { number } of page) unread.delete(number);
          const until = reached.at === Number.POSITIVE_INFINITY ? [] : [...unread.values()];
          for (const row of until) {
            const { at, none } = rankBound(row, NOW, wanted);
            expect(none || at >= reached.at).toBe(true);
            if (row.notBefore.getTime() < reached.at) leftOut++;
          }
          if (reached.at === Number.POSITIVE_INFINITY) expect(unread.size).toBe(0);
        }
      },
    ),
    { numRuns: 250, endOnFailure: true },
  );
  // A walk that never leaves anybody out would prove nothing.
  expect(leftOut).toBeGreaterThan(50);
});
