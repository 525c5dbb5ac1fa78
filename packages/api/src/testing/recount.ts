import type { Db } from "@sundial/db";
import type { DashboardNumber, SessionOutcome } from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { localDate } from "@sundial/validators/time";

interface Period {
  from: string;
  to: string;
}

interface Recount {
  period: Period;
  timeZone: string;
  now: Date;
  mentorIds?: string[];
}

/**
 * The dashboard's numbers as their definitions say, from all rows, in plain loops: what the reports
 * are compared with.
 */
export async function recounter(db: Db) {
  const [sessions, feedback, users, offered] = await Promise.all([
    db.officeSession.findMany(),
    db.feedback.findMany(),
    db.user.findMany(),
    db.offeredMinutes.findMany(),
  ]);

  return ({ period, timeZone, now, mentorIds }: Recount) => {
    const isIn = (date: string) => period.from <= date && date <= period.to;
    const isAbout = (id: string) => mentorIds === undefined || mentorIds.includes(id);

    const outcomeOf = (session: (typeof sessions)[number]): SessionOutcome => {
      const isOver = session.endsAt.getTime() + DAY <= now.getTime();
      switch (session.status) {
        case "completed":
          return "completed";
        case "scheduled":
          return isOver ? "completed" : "open";
        case "requested":
          return session.expiresAt !== null && session.expiresAt <= now ? "expired" : "open";
        case "no_show":
          return session.disputed ? "disputed" : "noShows";
        case "cancelled":
          return session.cancelledLate ? "cancelledLate" : "cancelled";
        default:
          return session.status;
      }
    };
    const firsts = new Map<string, string>();
    const byStart = sessions.toSorted(
      (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1),
    );
    for (const session of byStart) {
      if (outcomeOf(session) !== "completed" || firsts.has(session.menteeId)) continue;
      firsts.set(session.menteeId, session.id);
    }

    const outcomes: Record<SessionOutcome, number> = {
      completed: 0,
      noShows: 0,
      disputed: 0,
      cancelledLate: 0,
      cancelled: 0,
      declined: 0,
      expired: 0,
      open: 0,
    };
    const mentees = new Set<string>();
    const mentors = new Set<string>();
    const pairs = new Set<string>();
    const raters = new Set<string>();
    const ratings: number[] = [];
    const waits: number[] = [];
    let booked = 0;
    let bookedOfRecorded = 0;
    for (const session of sessions) {
      const date = localDate(session.startsAt, timeZone);
      if (!isIn(date) || !isAbout(session.mentorId)) continue;
      const { id, mentorId, menteeId } = session;
      const outcome = outcomeOf(session);
      outcomes[outcome] += 1;
      if (["scheduled", "completed", "no_show"].includes(session.status)) {
        const minutes = (session.endsAt.getTime() - session.startsAt.getTime()) / MINUTE;
        booked += minutes;
        const isRecorded = offered.some(
          (row) => row.mentorId === mentorId && row.localDate.toISOString().startsWith(date),
        );
        if (isRecorded) bookedOfRecorded += minutes;
      }
      if (outcome !== "completed") continue;
      mentees.add(menteeId);
      mentors.add(mentorId);
      pairs.add(`${mentorId} with ${menteeId}`);
      const rated = feedback.find((row) => row.officeSessionId === id && row.party === "mentee");
      if (rated && rated.announcedAt !== null) {
        ratings.push(rated.rating);
        raters.add(menteeId);
      }
      const { createdAt } = users.find((user) => user.id === menteeId) ?? { createdAt: now };
      if (firsts.get(menteeId) === id && session.startsAt >= createdAt) {
        waits.push(Math.floor((session.startsAt.getTime() - createdAt.getTime()) / MINUTE));
      }
    }
    const open = offered.filter(
      ({ mentorId, localDate: date }) => isAbout(mentorId) && isIn(date.toISOString().slice(0, 10)),
    );
    const offeredMinutes = sum(open.map(({ minutes }) => minutes));
    const recordedDays = new Set(open.map((row) => row.localDate.getTime())).size;
    const missed = outcomes.noShows + outcomes.cancelledLate;
    const numbers: Record<DashboardNumber, number | null> = {
      mentees: mentees.size,
      mentors: mentors.size,
      pairs: pairs.size,
      completed: outcomes.completed,
      completion: share(outcomes.completed, outcomes.completed + missed),
      noShows: outcomes.noShows,
      lateCancellations: outcomes.cancelledLate,
      expiredRequests: outcomes.expired,
      firstWait: median(waits),
      offered: recordedDays === 0 ? null : offeredMinutes,
      booked,
      bookedShare: share(bookedOfRecorded, offeredMinutes),
      rating: raters.size < 5 ? null : sum(ratings) / ratings.length,
      ratings: raters.size < 5 ? null : ratings.length,
    };
    return { numbers, outcomes, recordedDays };
  };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}
