import type { Db, DbTransaction, Prisma } from "@sundial/db";
import type { BookingFacts, BusyInterval, Interval, MentorAvailability } from "@sundial/scheduling";
import { availabilityWindow } from "@sundial/validators";
import { z } from "zod";

const DAY = 86_400_000;
/** Caps count whole weeks and gaps reach past a session, so what is read is wider than the query. */
const MARGIN = 9 * DAY;

/** A mentor as the slot engine sees one: the rules, and the times already given away. */
export type MentorFacts = Pick<BookingFacts, "mentor" | "mentorBusy"> & { timeZone: string };

interface Range {
  from: Date;
  to: Date;
}

/**
 * Reads what the slot engine needs for all these mentors at once, in one round of queries however
 * many there are. Mentors without a profile are absent from the answer.
 */
export async function loadMentorFacts(
  db: Db | DbTransaction,
  mentorIds: string[],
  {
    range,
    now,
    exceptOfficeSessionId,
  }: { range: Range; now: Date; exceptOfficeSessionId?: string },
): Promise<Map<string, MentorFacts>> {
  const overlap = within(range);
  const [profiles, claims, sessions] = await Promise.all([
    db.mentorProfile.findMany({
      where: { userId: { in: mentorIds } },
      select: {
        ...rulesSelect,
        overrides: {
          where: { localDate: { gt: overlap.endsAt.gt, lt: overlap.startsAt.lt } },
          select: { localDate: true, windows: true },
        },
        timeOff: { where: overlap, select: { startsAt: true, endsAt: true } },
      },
    }),
    db.timeClaim.findMany({
      where: {
        userId: { in: mentorIds },
        ...overlap,
        ...live(now),
        ...otherThan(exceptOfficeSessionId),
      },
      select: {
        userId: true,
        startsAt: true,
        endsAt: true,
        officeSession: { select: { mentorId: true } },
      },
    }),
    db.officeSession.findMany({
      where: {
        mentorId: { in: mentorIds },
        startsAt: overlap.startsAt,
        blockedUntil: overlap.endsAt,
        status: { in: ["requested", "scheduled", "completed", "no_show"] },
        id: { not: exceptOfficeSessionId },
      },
      select: { mentorId: true, startsAt: true, blockedUntil: true },
    }),
  ]);

  const busy = new Map<string, BusyInterval[]>();
  const add = (id: string, startsAt: Date, endsAt: Date, counts: boolean) => {
    const list = busy.get(id) ?? [];
    busy.set(id, list);
    list.push({ start: startsAt.getTime(), end: endsAt.getTime(), counts });
  };
  for (const session of sessions)
    add(session.mentorId, session.startsAt, session.blockedUntil, true);
  for (const claim of claims) {
    // The mentor's own sessions are among `sessions` already.
    if (claim.officeSession?.mentorId === claim.userId) continue;
    add(claim.userId, claim.startsAt, claim.endsAt, false);
  }

  return new Map(
    profiles.map((profile) => [
      profile.userId,
      {
        mentor: toMentorAvailability(profile),
        mentorBusy: busy.get(profile.userId) ?? [],
        timeZone: profile.schedules[0]?.timeZone ?? profile.user.timeZone,
      },
    ]),
  );
}

/** When a person is taken, in whichever role, around this range. */
export async function loadBusyTimes(
  db: Db | DbTransaction,
  userId: string,
  {
    range,
    now,
    exceptOfficeSessionId,
  }: { range: Range; now: Date; exceptOfficeSessionId?: string },
): Promise<Interval[]> {
  const claims = await db.timeClaim.findMany({
    where: { userId, ...within(range), ...live(now), ...otherThan(exceptOfficeSessionId) },
    select: { startsAt: true, endsAt: true },
  });
  return claims.map(toInterval);
}

const rulesSelect = {
  userId: true,
  bookingState: true,
  pausedUntil: true,
  durations: true,
  slotStepMinutes: true,
  minNoticeMinutes: true,
  horizonDays: true,
  gapMinutes: true,
  dailyCap: true,
  weeklyCap: true,
  user: { select: { status: true, role: true, timeZone: true } },
  schedules: {
    select: {
      timeZone: true,
      validFrom: true,
      validTo: true,
      rules: { select: { weekday: true, startMinute: true, endMinute: true } },
    },
    orderBy: { validFrom: { sort: "asc", nulls: "first" } },
  },
} satisfies Prisma.MentorProfileSelect;

type RulesRow = Prisma.MentorProfileGetPayload<{
  select: typeof rulesSelect & {
    overrides: { select: { localDate: true; windows: true } };
    timeOff: { select: { startsAt: true; endsAt: true } };
  };
}>;

function toMentorAvailability(row: RulesRow): MentorAvailability {
  return {
    schedules: row.schedules.map((schedule) => ({
      timeZone: schedule.timeZone,
      validFrom: schedule.validFrom && toLocalDate(schedule.validFrom),
      validTo: schedule.validTo && toLocalDate(schedule.validTo),
      rules: schedule.rules,
    })),
    overrides: row.overrides.map(({ localDate, windows }) => ({
      date: toLocalDate(localDate),
      windows: z.array(availabilityWindow).parse(windows),
    })),
    timeOff: row.timeOff.map(toInterval),
    durations: row.durations,
    slotStep: row.slotStepMinutes,
    gap: row.gapMinutes,
    minNotice: row.minNoticeMinutes,
    horizonDays: row.horizonDays,
    dailyCap: row.dailyCap,
    weeklyCap: row.weeklyCap,
    unavailable: unavailability(row),
    pausedUntil: row.pausedUntil?.getTime() ?? null,
  };
}

function unavailability({ user, bookingState }: RulesRow): MentorAvailability["unavailable"] {
  if (user.role !== "mentor" || user.status !== "active") return "INACTIVE";
  if (bookingState === "closed") return "CLOSED";
  return bookingState === "paused" ? "PAUSED" : null;
}

const within = ({ from, to }: Range) => ({
  startsAt: { lt: new Date(to.getTime() + MARGIN) },
  endsAt: { gt: new Date(from.getTime() - MARGIN) },
});

/** An expired hold holds nothing. */
const live = (now: Date) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const otherThan = (officeSessionId: string | undefined) =>
  officeSessionId === undefined
    ? {}
    : { AND: [{ OR: [{ officeSessionId: null }, { officeSessionId: { not: officeSessionId } }] }] };

const toInterval = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
  start: startsAt.getTime(),
  end: endsAt.getTime(),
});

/** A DATE column arrives as midnight UTC. */
const toLocalDate = (date: Date) => date.toISOString().slice(0, 10);
