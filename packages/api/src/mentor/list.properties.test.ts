import { randomUUID } from "node:crypto";
import { createMentee } from "@sundial/db/factories";
import { localTime, openSlots } from "@sundial/scheduling";
import { type PartOfDay, partOfDay, partOfDayAt } from "@sundial/validators";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadMentorFacts } from "../availability/booking-facts.ts";
import { NOW, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import {
  addMentor,
  letHappen,
  randomEvent,
  randomMentor,
  ZONES,
} from "../testing/random-programme.ts";

const { db, as } = await testApi();

const viewers = new Map(
  await Promise.all(
    ZONES.map(async (timeZone) => [timeZone, await createMentee(db, { timeZone })] as const),
  ),
);

interface Wanted {
  partsOfDay: PartOfDay[];
  weekdays: number[];
}
type Look = Wanted & { zone: (typeof ZONES)[number]; limit: number; sort: "earliest" | "name" };

const anyTime: fc.Arbitrary<Wanted> = fc.constant({ partsOfDay: [], weekdays: [] });
const someTimes: fc.Arbitrary<Wanted> = fc.record({
  partsOfDay: fc.subarray([...partOfDay.options]),
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 3 }),
});
const look: fc.Arbitrary<Look> = fc
  .tuple(
    fc.oneof(anyTime, someTimes),
    fc.record({
      zone: fc.constantFrom(...ZONES),
      limit: fc.integer({ min: 1, max: 5 }),
      sort: fc.constantFrom("earliest", "earliest", "earliest", "name"),
    }),
  )
  .map(([wanted, rest]) => ({ ...wanted, ...rest }));

const show = (name: string, start: Date | null) => `${name} ${start?.toISOString() ?? "-"}`;

/** What the list should say: every mentor asked one by one, with nothing remembered. */
async function expected(
  { partsOfDay, weekdays, zone, sort }: Look,
  { mentorIds, now }: { mentorIds: string[]; now: Date },
) {
  const suits = (start: number) => {
    const { weekday, minute } = localTime(start, zone);
    const part = partOfDayAt(Math.floor(minute / 60));
    return (
      (partsOfDay.length === 0 || partsOfDay.includes(part)) &&
      (weekdays.length === 0 || weekdays.includes(weekday))
    );
  };
  const to = minutesAfter(now, 40 * 1440);
  const mentors: { name: string; number: number; start: Date | null }[] = [];
  for (const id of mentorIds) {
    const { name, status, mentorProfile } = await db.user.findUniqueOrThrow({
      where: { id },
      include: { mentorProfile: { include: { earliestSlot: true } } },
    });
    if (status !== "active" || mentorProfile?.bookingState === "closed") continue;
    const number = mentorProfile?.earliestSlot?.number ?? 0;
    const facts = (await loadMentorFacts(db, [id], { range: { from: now, to }, now })).get(id);
    if (facts === undefined) throw new Error("a mentor without a profile");
    const { mentor, mentorBusy } = facts;
    const times = { now: now.getTime(), from: now.getTime(), to: to.getTime() };
    const starts = mentor.durations.flatMap((duration) =>
      openSlots({ mentor, mentorBusy, menteeBusy: [], duration, ...times }).filter(suits),
    );
    const start = starts.length === 0 ? null : new Date(Math.min(...starts));
    mentors.push({ name, number, start });
  }
  const isFiltered = partsOfDay.length > 0 || weekdays.length > 0;
  const shown = mentors.filter(({ start }) => start !== null || !isFiltered);
  if (sort === "name") shown.sort((a, b) => (a.name < b.name ? -1 : 1));
  else {
    const place = ({ start }: (typeof shown)[number]) => start?.getTime() ?? Number.MAX_VALUE;
    shown.sort((a, b) => place(a) - place(b) || a.number - b.number);
  }
  return shown.map(({ name, start }) => show(name, start));
}

/** The whole list, page by page. */
async function listed({ zone, ...input }: Look, { now, tag }: { now: Date; tag: string }) {
  const viewer = viewers.get(zone);
  if (viewer === undefined) throw new Error(`nobody lives in ${zone}`);
  const caller = await as(viewer, { now });
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await caller.mentor.list({ ...input, expertise: tag, cursor });
    lines.push(...page.items.map(({ name, nextSlot }) => show(name, nextSlot)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

/** Those without a slot come last, in an order of which nothing is promised. */
function orderless(lines: string[]) {
  const withSlot = lines.filter((line) => !line.endsWith(" -"));
  return [...withSlot, ...lines.filter((line) => line.endsWith(" -")).sort()];
}

test("whatever happens in between, the list is what asking everybody would give", async () => {
  let offered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomMentor, { minLength: 4, maxLength: 9 }),
      fc.array(fc.tuple(fc.array(randomEvent, { maxLength: 4 }), look), {
        minLength: 4,
        maxLength: 10,
      }),
      async (specs, steps) => {
        const tag = randomUUID();
        const mentorIds: string[] = [];
        for (const spec of specs) mentorIds.push(await addMentor(db, spec, tag));
        let now = NOW;
        for (const [events, wanted] of steps) {
          for (const event of events) now = await letHappen(db, event, { mentorIds, now });
          const lines = await listed(wanted, { now, tag });
          const truth = await expected(wanted, { mentorIds, now });
          const inOrder = wanted.sort === "name" ? (all: string[]) => all : orderless;
          expect(inOrder(lines)).toEqual(inOrder(truth));
          offered += lines.filter((line) => !line.endsWith(" -")).length;
        }
      },
    ),
    // Shrinking would take minutes, and the first counterexample is short enough.
    { numRuns: 25, endOnFailure: true },
  );
  // A programme in which nobody is ever free would prove nothing.
  expect(offered).toBeGreaterThan(200);
});
