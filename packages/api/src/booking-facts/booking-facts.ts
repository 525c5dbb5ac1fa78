import type { Db, DbTransaction } from "@sundial/db";
import type { BookingFacts, BusyInterval, Interval } from "@sundial/scheduling";
import { hasStatus } from "../session-state/status-where.ts";
import {
  overrideSelect,
  rulesSelect,
  toInterval,
  toMentorAvailability,
  zoneAt,
} from "./stored-availability.ts";

const DAY = 86_400_000;
/** Caps count whole weeks and gaps reach past a session, so what is read is wider than the query. */
const MARGIN = 9 * DAY;
/** The longest horizon a mentor may have, and the two dates at its edges. */
const REACH = 367 * DAY;

/** The end of the longest booking window any mentor can have. */
export const horizonEnd = (now: Date) => new Date(now.getTime() + REACH);

/**
 * A mentor as the slot engine sees one: the rules, and the times already given away. `timeZone` is
 * the zone the mentor lives by when the range begins, `availabilityVersion` rises with each edit.
 */
export type MentorFacts = Pick<BookingFacts, "mentor" | "mentorBusy"> & {
  timeZone: string;
  availabilityVersion: number;
  /** Whether a hold or a request is among the times given away, which ends by itself. */
  mayLapse: boolean;
};

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
        timeZone: zoneAt(profile, range.from),
        availabilityVersion: profile.availabilityVersion,
        mayLapse: lapsing.has(profile.userId),
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

const within = ({ from, to }: Range) => ({
  startsAt: { lt: new Date(to.getTime() + MARGIN) },
  endsAt: { gt: new Date(from.getTime() - MARGIN) },
});

/**
 * What still blocks at an instant began after this one, as two CHECKs have it: a session and the
 * buffer after it last four hours each at most. The one bound of the two that an index can follow.
 */
const blockingFrom = (instant: Date) => new Date(instant.getTime() - DAY / 3);

/** An expired hold or request holds nothing. */
const live = (now: Date) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const otherThan = (officeSessionId: string | undefined) =>
  officeSessionId === undefined
    ? {}
    : { AND: [{ OR: [{ officeSessionId: null }, { officeSessionId: { not: officeSessionId } }] }] };
