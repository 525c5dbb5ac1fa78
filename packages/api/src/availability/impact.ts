import {
  type BusyInterval,
  explain,
  localTime,
  type MentorAvailability,
  type Reason,
} from "@sundial/scheduling";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { clockChanges } from "./clock-changes.ts";
import { offeredStarts } from "./offered-starts.ts";

/** How many ISO weeks the summary covers, including the current one. */
const IMPACT_WEEKS = 12;

/** A session that is booked and has not begun. */
interface BookedSession {
  startsAt: Date;
  endsAt: Date;
}

interface Change<Session> {
  before: MentorAvailability;
  after: MentorAvailability;
  /** The zone whose calendar defines the weeks. */
  timeZone: string;
  /** The mentor's busy times from now to beyond the last session and the weeks covered. */
  busy: readonly BusyInterval[];
  sessions: readonly Session[];
  now: number;
}

/**
 * The difference when `after` replaces `before`, from running the slot engine on both: booked
 * sessions that fall outside (they stay booked), starts gained and lost per week, and what each
 * clock change does to its day. A start counts once if a session of any offered length can begin
 * then.
 */
export function changeImpact<Session extends BookedSession>(change: Change<Session>) {
  return {
    ...affectedSessions(change),
    weeks: affectedWeeks(change),
    clockChanges: clockChanges(change),
  };
}

/** A booked session with one of these reasons is outside what the mentor offers. */
const OUTSIDE: ReadonlySet<Reason> = new Set<Reason>([
  "OUTSIDE_HOURS",
  "DATE_OVERRIDE",
  "OFF_GRID",
  "TIME_OFF",
]);

function affectedSessions<Session extends BookedSession>(change: Change<Session>) {
  const { before, after, busy, now } = change;
  const judged = change.sessions.map((session) => ({
    session,
    had: reasonsAgainst(session, { mentor: before, busy, now }),
    has: reasonsAgainst(session, { mentor: after, busy, now }),
  }));
  return {
    /** Outside the new hours; `wasOutside` if it is outside the current ones, too. */
    outside: judged.flatMap(({ session, had, has }) => {
      const reasons = has.filter(isOutside);
      return reasons.length > 0 ? [{ ...session, reasons, wasOutside: had.some(isOutside) }] : [];
    }),
    /** Followed by the next session sooner than the new gap allows. */
    tight: judged.flatMap(({ session, had, has }) =>
      has.includes("GAP") && !had.includes("GAP") ? [session] : [],
    ),
  };
}

interface Offer {
  mentor: MentorAvailability;
  busy: readonly BusyInterval[];
  now: number;
}

/** The booked sessions that are outside what the mentor offers, each with its reasons. */
export function sessionsOutside<Session extends BookedSession>(
  sessions: readonly Session[],
  offer: Offer,
) {
  return sessions.flatMap((session) => {
    const reasons = reasonsAgainst(session, offer).filter(isOutside);
    return reasons.length > 0 ? [{ ...session, reasons }] : [];
  });
}

const isOutside = (reason: Reason) => OUTSIDE.has(reason);

function reasonsAgainst({ startsAt, endsAt }: BookedSession, { mentor, busy, now }: Offer) {
  const start = startsAt.getTime();
  return explain({
    mentor,
    // Without its own claim, which must not block it.
    mentorBusy: busy.filter((claim) => !(claim.counts && claim.start === start)),
    menteeBusy: [],
    duration: (endsAt.getTime() - start) / MINUTE,
    now,
    start,
  });
}

function affectedWeeks<Session>({ before, after, timeZone, busy, now }: Change<Session>) {
  const options = { from: now, to: now + IMPACT_WEEKS * 7 * DAY, busy, now };
  const had = offeredStarts(before, options);
  const has = offeredStarts(after, options);

  const thisMonday = mondayOf(now, timeZone);
  const weeks = Array.from({ length: IMPACT_WEEKS }, (_, week) => {
    return { monday: daysAfter(thisMonday, 7 * week), before: 0, after: 0, gained: 0, lost: 0 };
  });
  const weekOf = new Map(weeks.map((week) => [week.monday, week]));
  for (const start of new Set([...had, ...has])) {
    const week = weekOf.get(mondayOf(start, timeZone));
    if (week === undefined) continue;
    if (had.has(start)) week.before++;
    else week.gained++;
    if (has.has(start)) week.after++;
    else week.lost++;
  }
  return weeks;
}

/** The Monday of the ISO week in the zone's calendar. */
function mondayOf(instant: number, timeZone: string): string {
  const { date, weekday } = localTime(instant, timeZone);
  return daysAfter(date, 1 - weekday);
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
