import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { localDate } from "@sundial/validators/time";
import { plusDays } from "@sundial/validators/wall-clock";
import fc from "fast-check";
import { expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { recounter } from "../testing/recount.ts";
import { countProgramDays } from "./count-days.ts";

const { db, as } = await testApi();
const reader = await as(await createUser(db, { role: "pm" }), { now: NOW });

const ZONES = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Europe/Berlin"];
const STATUSES = [
  ...["completed", "completed", "completed", "completed", "scheduled", "requested"],
  ...["cancelled", "declined", "expired", "no_show"],
] as const;
type Status =
  | "requested"
  | "scheduled"
  | "completed"
  | "cancelled"
  | "declined"
  | "expired"
  | "no_show";
const isStatus = (status: string): status is Status => STATUSES.some((each) => each === status);

const quarters = (most: number) => fc.integer({ min: 1, max: most });
const session = fc.record({
  mentor: fc.nat(2),
  mentee: fc.nat(8),
  status: fc.constantFrom(...STATUSES).filter(isStatus),
  /** Before now; negative ones are ahead. */
  hoursAgo: fc.integer({ min: -72, max: 20 * 24 }),
  length: quarters(8),
  late: fc.boolean(),
  rating: fc.option(fc.integer({ min: 1, max: 5 })),
  revealed: fc.boolean(),
});
const program = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  sessions: fc.array(session, { minLength: 5, maxLength: 40 }),
  offers: fc.uniqueArray(
    fc.record({ mentor: fc.nat(2), daysAgo: fc.nat(20), minutes: fc.nat(600) }),
    { selector: ({ mentor, daysAgo }) => `${mentor} ${daysAgo}`, maxLength: 20 },
  ),
  changes: fc.array(
    fc.record({
      pick: fc.nat(),
      what: fc.constantFrom("status", "move", "remove", "reveal"),
      to: session,
    }),
    { maxLength: 8 },
  ),
  from: fc.integer({ min: -18, max: 0 }),
  length: fc.integer({ min: 1, max: 24 }),
});
type Spec = typeof session extends fc.Arbitrary<infer T> ? T : never;

const mentors = await Promise.all(
  ["Go", "Go", "Rust"].map((expertise) => createMentor(db, { expertise: [expertise] })),
);
const mentees = await Promise.all(
  Array.from({ length: 9 }, (_, index) =>
    // The last ones came after some of their sessions, as migrated people may have.
    createMentee(db, { createdAt: new Date(NOW.getTime() - (40 - index * 4) * DAY) }),
  ),
);
const idOf = (people: { id: string }[], index: number) => people[index]?.id ?? "";

function factsOf({ status, hoursAgo, length, late }: Spec) {
  const startsAt = new Date(NOW.getTime() - hoursAgo * HOUR);
  const endsAt = new Date(startsAt.getTime() + length * 15 * MINUTE);
  return {
    status,
    startsAt,
    endsAt,
    blockedUntil: endsAt,
    expiresAt: status === "requested" ? new Date(startsAt.getTime() - HOUR) : null,
    cancelledAt: status === "cancelled" ? startsAt : null,
    cancelReason: status === "cancelled" ? ("other" as const) : null,
    cancelledLate: status === "cancelled" && late,
    noShowParty: status === "no_show" ? ("mentee" as const) : null,
    disputed: status === "no_show" && late,
  };
}

async function add(spec: Spec) {
  const [mentorId, menteeId] = [idOf(mentors, spec.mentor), idOf(mentees, spec.mentee)];
  const facts = factsOf(spec);
  const id = randomUUID();
  const people = { mentorId, menteeId, createdById: menteeId };
  const zones = { mentorTimeZone: "UTC", menteeTimeZone: "UTC" };
  await db.officeSession.create({ data: { id, ...people, ...zones, ...facts, topic: "Numbers" } });
  if (spec.rating === null) return;
  const at = facts.endsAt;
  const written = { officeSessionId: id, party: "mentee" as const, rating: spec.rating };
  await db.feedback.create({
    data: {
      ...written,
      authorId: menteeId,
      aboutId: mentorId,
      visibleAt: at,
      announcedAt: spec.revealed ? at : null,
      createdAt: at,
    },
  });
}

async function change({ pick, what, to }: { pick: number; what: string; to: Spec }) {
  const all = await db.officeSession.findMany({ orderBy: { id: "asc" }, select: { id: true } });
  const found = all[pick % all.length];
  if (found === undefined) return;
  const { startsAt, endsAt, blockedUntil, ...outcome } = factsOf(to);
  if (what === "remove") await db.officeSession.delete({ where: found });
  if (what === "status") await db.officeSession.update({ where: found, data: outcome });
  if (what === "move") {
    await db.officeSession.update({ where: found, data: { startsAt, endsAt, blockedUntil } });
  }
  if (what === "reveal") {
    await db.feedback.updateMany({
      where: { officeSessionId: found.id },
      data: { announcedAt: new Date(NOW.getTime() + 4 * DAY) },
    });
  }
}

/** Every number, with each filter, is what a recount of all rows says. */
async function expectRecount(timeZone: string, period: { from: string; to: string }) {
  const recount = await recounter(db);
  const filters = [
    { filter: {}, mentorIds: undefined },
    { filter: { mentorId: idOf(mentors, 1) }, mentorIds: [idOf(mentors, 1)] },
    { filter: { expertise: "go" }, mentorIds: [idOf(mentors, 0), idOf(mentors, 1)] },
    { filter: { expertise: "go", mentorId: idOf(mentors, 2) }, mentorIds: [] },
  ];
  for (const { filter, mentorIds } of filters) {
    const report = await reader.dashboard.report({ ...period, ...filter });
    const of = (days: { from: string; to: string }) =>
      recount({ period: days, timeZone, now: NOW, mentorIds });
    expect(report.numbers).toEqual(of(period).numbers);
    expect(report.numbersBefore).toEqual(of(report.before).numbers);
    expect(report.days.recorded).toBe(of(period).recordedDays);
    expect(report.daysBefore.recorded).toBe(of(report.before).recordedDays);
    expect(report.parts).toEqual(
      report.parts.map(({ from, to }) => {
        const { numbers, outcomes, recordedDays } = of({ from, to });
        const { booked, offered, mentees: active, mentors: hosts } = numbers;
        const { firstWait, rating, ratings } = numbers;
        return {
          from,
          to,
          outcomes,
          recordedDays,
          bookedMinutes: booked,
          offeredMinutes: offered,
          mentees: active,
          mentors: hosts,
          firstWait,
          rating,
          ratings,
        };
      }),
    );
  }
}

it("equals a recount from all rows, whether days are stored or not, after any change", async () => {
  await fc.assert(
    fc.asyncProperty(program, async ({ timeZone, sessions, offers, changes, from, length }) => {
      await db.officeSession.deleteMany();
      await db.offeredMinutes.deleteMany();
      await db.programSettings.update({ where: { id: 1 }, data: { timeZone } });
      await db.dashboardProgress.update({ where: { id: 1 }, data: { timeZone: null } });
      for (const spec of sessions) await add(spec);
      const today = localDate(NOW, timeZone);
      await db.offeredMinutes.createMany({
        data: offers.map(({ mentor, daysAgo, minutes }) => ({
          mentorId: idOf(mentors, mentor),
          localDate: new Date(plusDays(today, -daysAgo)),
          minutes,
          recordedAt: NOW,
        })),
      });
      const first = plusDays(today, from);
      const period = { from: first, to: plusDays(first, length - 1) };
      await expectRecount(timeZone, period);

      await countProgramDays({ db, now: NOW });
      expect(await db.programDay.count({ where: { countedAt: null } })).toBe(0);
      await expectRecount(timeZone, period);

      for (const each of changes) await change(each);
      await countProgramDays({ db, now: NOW });
      await expectRecount(timeZone, period);
      // Stored days say the same as a count of all days anew.
      const stored = await db.programDay.findMany({
        orderBy: [{ mentorId: "asc" }, { localDate: "asc" }],
      });
      await db.dashboardProgress.update({ where: { id: 1 }, data: { timeZone: null } });
      await countProgramDays({ db, now: NOW });
      const again = await db.programDay.findMany({
        orderBy: [{ mentorId: "asc" }, { localDate: "asc" }],
      });
      const known = new Set(again.map((day) => `${day.mentorId} ${day.localDate.getTime()}`));
      const kept = stored.filter((day) => known.has(`${day.mentorId} ${day.localDate.getTime()}`));
      expect(again.map(sorted)).toEqual(kept.map(sorted));
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

type Day = Awaited<ReturnType<typeof db.programDay.findMany>>[number];

/** Order has no meaning in these lists. */
const sorted = (day: Day) => ({
  ...day,
  firstWaits: day.firstWaits.toSorted((a, b) => a - b),
});
