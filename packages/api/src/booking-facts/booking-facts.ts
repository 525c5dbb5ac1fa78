import type { Db, DbTransaction } from "@sundial/db";
import type { BookingFacts, BusyInterval, Interval } from "@sundial/scheduling";
import { DAY } from "@sundial/validators/durations";
import { hasStatus } from "../session-state/status-where.ts";
import {
  overrideSelect,
  rulesSelect,
  toInterval,
  toMentorAvailability,
  zoneAt,
} from "./stored-availability.ts";

/**
 * Caps count whole weeks and gaps extend past a session, so more than the query's range is read.
 */
const MARGIN = 9 * DAY;
/** The longest booking window a mentor may have, plus a date at each end. */
const REACH = 367 * DAY;

/** The end of the longest booking window any mentor can have. */
export const horizonEnd = (now: Date) => new Date(now.getTime() + REACH);

/**
 * A mentor as the slot engine sees one: the rules and the busy times. `timeZone` is the mentor's
 * zone when the range begins; `availabilityVersion` rises with each edit.
 */
export type MentorFacts = Pick<BookingFacts, "mentor" | "mentorBusy"> & {
  timeZone: string;
  /** The mentor's zone at another instant. */
  zoneAt: (instant: Date) => string;
  availabilityVersion: number;
  /** Whether the busy times include a hold or a request, which lapses automatically. */
  mayLapse: boolean;
};

interface Range {
  from: Date;
  to: Date;
}

/**
 * Loads what the slot engine needs for all these mentors at once, in a fixed number of queries.
 * Mentors without a profile are missing from the result.
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
          select: overrideSelect,
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
        expiresAt: true,
        officeSession: { select: { mentorId: true } },
      },
    }),
    db.officeSession.findMany({
      where: {
        mentorId: { in: mentorIds },
        startsAt: { ...overlap.startsAt, gt: blockingFrom(overlap.endsAt.gt) },
        blockedUntil: overlap.endsAt,
        id: { not: exceptOfficeSessionId },
        ...hasStatus(["requested", "scheduled", "completed", "no_show"], now),
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
  const lapsing = new Set<string>();
  for (const claim of claims) {
    if (claim.expiresAt !== null) lapsing.add(claim.userId);
    // `sessions` already has the mentor's own sessions.
    if (claim.officeSession?.mentorId === claim.userId) continue;
    add(claim.userId, claim.startsAt, claim.endsAt, false);
  }

  return new Map(
    profiles.map((profile) => [
      profile.userId,
      {
        mentor: toMentorAvailability(profile),
        mentorBusy: busy.get(profile.userId) ?? [],
        timeZone: zoneAt(profile, range.from),
        zoneAt: (instant) => zoneAt(profile, instant),
        availabilityVersion: profile.availabilityVersion,
        mayLapse: lapsing.has(profile.userId),
      },
    ]),
  );
}

/** When a person is busy, in either role, around this range. */
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

const within = ({ from, to }: Range) => ({
  startsAt: { lt: new Date(to.getTime() + MARGIN) },
  endsAt: { gt: new Date(from.getTime() - MARGIN) },
});

/**
 * Anything that still blocks at an instant began after this one, by two CHECKs: a session and the
 * buffer after it last at most four hours each. Of the two bounds, only this one can use an index.
 */
const blockingFrom = (instant: Date) => new Date(instant.getTime() - DAY / 3);

/** An expired hold or request blocks nothing. */
const live = (now: Date) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const otherThan = (officeSessionId: string | undefined) =>
  officeSessionId === undefined
    ? {}
    : { AND: [{ OR: [{ officeSessionId: null }, { officeSessionId: { not: officeSessionId } }] }] };
