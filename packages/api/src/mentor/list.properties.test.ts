import { randomUUID } from "node:crypto";
import { createMentee } from "@sundial/db/factories";
import { localTime, openSlots } from "@sundial/scheduling";
import { type PartOfDay, partOfDay, partOfDayAt } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadMentorFacts } from "../booking-facts/booking-facts.ts";
import { NOW, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import {
  addMentor,
  letHappen,
  randomEvent,
  randomMentor,
  ZONES,
} from "../testing/random-program.ts";

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
const someWeekdays: fc.Arbitrary<Wanted> = someTimes.map((wanted) => ({
  ...wanted,
  partsOfDay: [],
}));
const look: fc.Arbitrary<Look> = fc
  .tuple(
    fc.oneof(anyTime, someWeekdays, someTimes),
    fc.record({
      zone: fc.constantFrom(...ZONES),
      limit: fc.integer({ min: 1, max: 5 }),
      sort: fc.constantFrom("earliest", "earliest", "earliest", "name"),
    }),
  )
  .map(([wanted, rest]) => ({ ...wanted, ...rest }));

interface Shown {
  name: string;
  nextSlot: Date | null;
  nightSlot: Date | null;
}

const show = ({ name, nextSlot, nightSlot }: Shown) =>
  `${name} ${nightSlot?.toISOString() ?? ""} ${nextSlot?.toISOString() ?? "-"}`;

const withHours = {
  earliestSlot: true,
  schedules: { include: { rules: true } },
  overrides: true,
} as const;

/** The expected list: every mentor computed separately, without stored bounds. */
async function expected(
  { partsOfDay, weekdays, zone, sort }: Look,
  { mentorIds, now }: { mentorIds: string[]; now: Date },
) {
  const partAt = (start: number) => partOfDayAt(Math.floor(localTime(start, zone).minute / 60));
  const suits = (start: number) => {
    const { weekday } = localTime(start, zone);
    const part = partAt(start);
    return (
      (partsOfDay.length === 0 || partsOfDay.includes(part)) &&
      (weekdays.length === 0 || weekdays.includes(weekday))
    );
  };
  const to = minutesAfter(now, 40 * 1440);
  const mentors: (Shown & { number: number })[] = [];
  for (const id of mentorIds) {
    const { name, status, mentorProfile } = await db.user.findUniqueOrThrow({
      where: { id },
      include: { mentorProfile: { include: withHours } },
    });
    if (mentorProfile === null) throw new Error("a mentor without a profile");
    const { bookingState, schedules, overrides } = mentorProfile;
    // Hours at any time: who has none can't be booked.
    const hasHours =
      schedules.some(({ rules }) => rules.length > 0) ||
      overrides.some(({ kind }) => kind === "replace");
    if (status !== "active" || bookingState === "closed" || !hasHours) continue;
    const number = mentorProfile.earliestSlot?.number ?? 0;
    const facts = (await loadMentorFacts(db, [id], { range: { from: now, to }, now })).get(id);
    if (facts === undefined) throw new Error("a mentor without a profile");
    const { mentor, mentorBusy } = facts;
    const times = { now: now.getTime(), from: now.getTime(), to: to.getTime() };
    const starts = mentor.durations.flatMap((duration) =>
      openSlots({ mentor, mentorBusy, menteeBusy: [], duration, ...times }).filter(suits),
    );
    // Outside the reader's night if such a start exists within 48 hours; otherwise the first of
    // all.
    const byDay = starts.filter(
      (start) => partAt(start) !== "night" && start < now.getTime() + 48 * HOUR,
    );
    const first = starts.length === 0 ? null : Math.min(...starts);
    const ranked = partsOfDay.length === 0 && byDay.length > 0 ? Math.min(...byDay) : first;
    mentors.push({
      name,
      number,
      nextSlot: ranked === null ? null : new Date(ranked),
      nightSlot: first === null || first === ranked ? null : new Date(first),
    });
  }
  const isFiltered = partsOfDay.length > 0 || weekdays.length > 0;
  const shown = mentors.filter(({ nextSlot }) => nextSlot !== null || !isFiltered);
  if (sort === "name") shown.sort((a, b) => (a.name < b.name ? -1 : 1));
  else {
    const place = ({ nextSlot }: Shown) => nextSlot?.getTime() ?? Number.MAX_VALUE;
    shown.sort((a, b) => place(a) - place(b) || a.number - b.number);
  }
  return shown.map(show);
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
    lines.push(...page.items.map(show));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

/** Mentors without a slot come last, in an unspecified order. */
function orderless(lines: string[]) {
  const withSlot = lines.filter((line) => !line.endsWith(" -"));
  return [...withSlot, ...lines.filter((line) => line.endsWith(" -")).sort()];
}

type Steps = [events: Event[], look: Look][];
type MentorSpec = Parameters<typeof addMentor>[1];
type Event = Parameters<typeof letHappen>[1];

/** Compares the list again and again while events happen; counts what it covered. */
async function expectExact(
  mentors: fc.Arbitrary<MentorSpec>,
  looks: fc.Arbitrary<Look>,
  numRuns: number,
) {
  const steps: fc.Arbitrary<Steps> = fc.array(
    fc.tuple(fc.array(randomEvent, { maxLength: 4 }), looks),
    { minLength: 4, maxLength: 10 },
  );
  const counted = { offered: 0, passedOver: 0, atNight: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(mentors, { minLength: 4, maxLength: 9 }),
      steps,
      async (specs, happening) => {
        const tag = randomUUID();
        const mentorIds: string[] = [];
        for (const spec of specs) mentorIds.push(await addMentor(db, spec, tag));
        let now = NOW;
        for (const [events, wanted] of happening) {
          for (const event of events) now = await letHappen(db, event, { mentorIds, now });
          const lines = await listed(wanted, { now, tag });
          const truth = await expected(wanted, { mentorIds, now });
          const inOrder = wanted.sort === "name" ? (all: string[]) => all : orderless;
          expect(inOrder(lines)).toEqual(inOrder(truth));
          counted.passedOver += lines.filter((line) => / \S+Z \S+Z$/.test(line)).length;
          counted.offered += lines.filter((line) => !line.endsWith(" -")).length;
          counted.atNight += lines.filter((line) => / {2}\S+T0[0-5]\S+Z$/.test(line)).length;
        }
      },
    ),
    // Shrinking would take minutes, and the first counterexample is short enough.
    { numRuns, endOnFailure: true },
  );
  return counted;
}

test("the list always equals what asking every mentor would return, whatever happens in between", async () => {
  const { offered } = await expectExact(randomMentor, look, 25);
  // A program in which nobody is ever free would prove nothing.
  expect(offered).toBeGreaterThan(200);
});

/** Free each night, and by day never, once or often. */
const sleepless: fc.Arbitrary<MentorSpec> = fc
  .tuple(
    randomMentor,
    fc.record({
      night: fc.integer({ min: 0, max: 20 }).map((quarter) => quarter * 15),
      morning: fc.integer({ min: 24, max: 80 }).map((quarter) => quarter * 15),
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 4 }),
      horizonDays: fc.constantFrom(3, 14),
    }),
  )
  .map(([spec, { night, morning, days, horizonDays }]) => {
    const hourFrom = (startMinute: number) => ({ startMinute, endMinute: startMinute + 60 });
    return {
      timeZone: "UTC",
      profile: { ...spec.profile, horizonDays, bookingState: "open" },
      rules: [
        ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...hourFrom(night) })),
        ...days.map((weekday) => ({ weekday, ...hourFrom(morning) })),
      ],
    };
  });

test("the same holds for readers whose night is when many mentors are free", async () => {
  const looks = look.map((each) => ({
    ...each,
    partsOfDay: [],
    zone: "UTC" as const,
    limit: Math.min(each.limit, 2),
    sort: "earliest" as const,
  }));
  const { passedOver, atNight } = await expectExact(sleepless, looks, 15);
  expect(passedOver).toBeGreaterThan(50);
  expect(atNight).toBeGreaterThan(50);
});
