import type { Db } from "@sundial/db";
import { createMentee, createMentor } from "@sundial/db/factories";
import { openSlots } from "@sundial/scheduling";
import fc from "fast-check";
import { loadMentorFacts } from "../booking-facts/booking-facts.ts";
import { NOW } from "./callers.ts";
import { minutesAfter } from "./office-sessions.ts";

const DAY_MINUTES = 1440;

export const ZONES = [
  ...["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/Berlin"],
] as const;

const rule = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    startMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
    length: fc.integer({ min: 1, max: 24 }),
  })
  .map(({ weekday, startMinute, length }) => ({
    weekday,
    startMinute,
    endMinute: startMinute + length * 15,
  }));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(fc.constant(null), arbitrary);

const profile = fc.record({
  durations: fc.constantFrom<number[]>([30], [30, 60], [45, 60], [60, 25]),
  slotStepMinutes: orNull(fc.constantFrom(15, 20)),
  minNoticeMinutes: fc.constantFrom(0, 60, 240, 2 * DAY_MINUTES),
  horizonDays: fc.constantFrom(1, 3, 14, 20),
  gapMinutes: fc.constantFrom(0, 0, 10),
  dailyCap: orNull(fc.constant(1)),
  weeklyCap: orNull(fc.constant(2)),
  bookingState: fc.constantFrom("open", "open", "open", "open", "paused", "closed" as const),
  pausedUntil: orNull(
    fc.integer({ min: 1, max: 10 }).map((days) => minutesAfter(NOW, days * DAY_MINUTES)),
  ),
});

/** A mentor nobody has booked yet. */
export const randomMentor = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  profile,
  rules: fc.uniqueArray(rule, {
    maxLength: 5,
    selector: ({ weekday, startMinute }) => `${weekday} ${startMinute}`,
  }),
});

/** Something that may happen in a program. `pick` chooses from what exists then. */
export const randomEvent = fc.record({
  kind: fc.constantFrom(
    ...["book", "book", "request", "cancel", "cancel", "move", "hold"],
    ...["timePasses", "timePasses", "timePasses"],
    ...["rules", "override", "timeOff", "timeOn", "profile", "status", "travel"],
  ),
  who: fc.nat(),
  pick: fc.nat(),
  minutes: fc.oneof(fc.constantFrom(1, 15, 30, 60), fc.integer({ min: 1, max: 4 * DAY_MINUTES })),
  rule,
  profile,
});

type MentorSpec = typeof randomMentor extends fc.Arbitrary<infer T> ? T : never;
type Event = typeof randomEvent extends fc.Arbitrary<infer T> ? T : never;

const pickFrom = <T>(list: T[], pick: number): T | undefined => list[pick % list.length];

/** A new mentor; returns the id. */
export async function addMentor(db: Db, spec: MentorSpec, expertise: string) {
  const { id } = await createMentor(db, {
    timeZone: spec.timeZone,
    profile: spec.profile,
    expertise: [expertise],
    hours: [],
  });
  const schedule = await db.availabilitySchedule.findFirstOrThrow({ where: { mentorId: id } });
  await db.availabilityRule.createMany({
    data: spec.rules.map((hours) => ({ scheduleId: schedule.id, ...hours })),
  });
  return id;
}

/** Lets it happen, directly in the database without the services. Returns the time afterwards. */
export async function letHappen(
  db: Db,
  event: Event,
  { mentorIds, now }: { mentorIds: string[]; now: Date },
): Promise<Date> {
  const mentorId = pickFrom(mentorIds, event.who);
  if (mentorId === undefined) return now;
  switch (event.kind) {
    case "timePasses":
      return minutesAfter(now, event.minutes);
    case "book":
    case "request":
    case "hold":
      await takeTime(db, event, { mentorId, now });
      return now;
    case "cancel":
    case "move":
      await changeSession(db, event, { mentorId, now });
      return now;
    case "status": {
      const status = pickFrom(["active", "active", "inactive", "suspended"] as const, event.pick);
      await db.user.update({ where: { id: mentorId }, data: { status } });
      return now;
    }
    case "profile":
      await db.mentorProfile.update({ where: { userId: mentorId }, data: event.profile });
      return now;
    default:
      await changeHours(db, event, { mentorId, now });
      return now;
  }
}

interface Moment {
  mentorId: string;
  now: Date;
}

/** The open starts of the mentor's first length within the next three weeks. */
async function openStarts(db: Db, { mentorId, now }: Moment) {
  const to = minutesAfter(now, 21 * DAY_MINUTES);
  const facts = (await loadMentorFacts(db, [mentorId], { range: { from: now, to }, now })).get(
    mentorId,
  );
  const [duration = 30] = facts?.mentor.durations ?? [];
  if (facts === undefined) return { starts: [], duration, gap: 0 };
  const { mentor, mentorBusy } = facts;
  const times = { now: now.getTime(), from: now.getTime(), to: to.getTime() };
  const starts = openSlots({ mentor, mentorBusy, menteeBusy: [], duration, ...times });
  return { starts: starts.map((start) => new Date(start)), duration, gap: mentor.gap };
}

async function takeTime(db: Db, { kind, pick, minutes }: Event, moment: Moment) {
  const { mentorId, now } = moment;
  const { starts, duration, gap } = await openStarts(db, moment);
  const startsAt = pickFrom(starts.slice(0, 12), pick);
  if (startsAt === undefined) return;
  const endsAt = minutesAfter(startsAt, duration);
  const blockedUntil = minutesAfter(endsAt, gap);
  const expiresAt = kind === "book" ? null : minutesAfter(now, minutes);
  if (kind === "hold") {
    await clearLapsed(db, { mentorId, now });
    await db.timeClaim.create({
      data: { userId: mentorId, kind: "hold", startsAt, endsAt, expiresAt },
    });
    return;
  }
  const mentee = await createMentee(db);
  await clearLapsed(db, { mentorId, now });
  await db.officeSession.create({
    data: {
      mentorId,
      menteeId: mentee.id,
      createdById: mentee.id,
      topic: "Anything",
      startsAt,
      endsAt,
      blockedUntil,
      expiresAt,
      status: kind === "request" ? "requested" : "scheduled",
      mentorTimeZone: "UTC",
      menteeTimeZone: "UTC",
      claims: {
        create: [
          { userId: mentorId, startsAt, endsAt: blockedUntil, expiresAt },
          { userId: mentee.id, startsAt, endsAt, expiresAt },
        ],
      },
    },
  });
}

/** As booking does: lapsed claims block nothing, but the constraint doesn't know the time. */
async function clearLapsed(db: Db, { mentorId, now }: Moment) {
  await db.timeClaim.deleteMany({ where: { userId: mentorId, expiresAt: { lte: now } } });
}

async function changeSession(db: Db, { kind, pick }: Event, moment: Moment) {
  const sessions = await db.officeSession.findMany({
    where: { mentorId: moment.mentorId, status: { in: ["requested", "scheduled"] } },
    orderBy: { startsAt: "asc" },
  });
  const session = pickFrom(sessions, pick);
  if (session === undefined) return;
  const { id } = session;
  if (kind === "cancel") {
    await db.timeClaim.deleteMany({ where: { officeSessionId: id } });
    const cancelled = { cancelReason: "other", cancelledAt: moment.now } as const;
    await db.officeSession.update({ where: { id }, data: { status: "cancelled", ...cancelled } });
    return;
  }
  const { starts, duration, gap } = await openStarts(db, moment);
  const startsAt = pickFrom(starts, pick);
  if (startsAt === undefined) return;
  const endsAt = minutesAfter(startsAt, duration);
  const blockedUntil = minutesAfter(endsAt, gap);
  await clearLapsed(db, moment);
  await db.$transaction([
    db.officeSession.update({ where: { id }, data: { startsAt, endsAt, blockedUntil } }),
    db.timeClaim.updateMany({
      where: { officeSessionId: id, userId: moment.mentorId },
      data: { startsAt, endsAt: blockedUntil },
    }),
    db.timeClaim.updateMany({
      where: { officeSessionId: id, userId: session.menteeId },
      data: { startsAt, endsAt },
    }),
  ]);
}

async function changeHours(db: Db, { kind, pick, rule: hours }: Event, { mentorId, now }: Moment) {
  const date = (days: number) => {
    const day = minutesAfter(now, days * DAY_MINUTES)
      .toISOString()
      .slice(0, 10);
    return new Date(`${day}T00:00:00Z`);
  };
  const schedules = await db.availabilitySchedule.findMany({ where: { mentorId } });
  const schedule = pickFrom(schedules, pick);
  if (schedule === undefined) return;
  const scheduleId = schedule.id;
  switch (kind) {
    case "rules":
      if (pick % 3 === 0) await db.availabilityRule.deleteMany({ where: { scheduleId } });
      await db.availabilityRule.createMany({
        data: [{ scheduleId, ...hours }],
        skipDuplicates: true,
      });
      return;
    case "override": {
      const { startMinute, endMinute } = hours;
      const open = pick % 2 === 0;
      const change = {
        kind: open ? "replace" : "unavailable",
        windows: open ? [{ startMinute, endMinute }] : [],
      } as const;
      const localDate = date(pick % 6);
      await db.availabilityOverride.upsert({
        where: { mentorId_localDate: { mentorId, localDate } },
        create: { mentorId, localDate, ...change },
        update: change,
      });
      return;
    }
    case "timeOff": {
      const startsAt = minutesAfter(now, (pick % 5) * DAY_MINUTES);
      const endsAt = minutesAfter(startsAt, hours.endMinute);
      await db.timeOff.create({ data: { mentorId, startsAt, endsAt } });
      return;
    }
    case "timeOn":
      await db.timeOff.deleteMany({ where: { mentorId } });
      return;
    case "travel": {
      if (schedules.length > 1) return;
      await db.availabilitySchedule.update({
        where: { id: scheduleId },
        data: { validTo: date(pick % 4) },
      });
      await db.availabilitySchedule.create({
        data: {
          mentorId,
          timeZone: pickFrom([...ZONES], pick) ?? "UTC",
          validFrom: date((pick % 4) + 1),
          rules: { create: [hours] },
        },
      });
    }
  }
}
