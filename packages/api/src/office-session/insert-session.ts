import { type DbTransaction, newId } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { placeOf } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { ServiceContext } from "../context.ts";
import { officeSessionSelect } from "../session-state/view.ts";
import { announceSessions } from "./announce-sessions.ts";

/** How long a mentor has to answer a request, unless the minimum notice begins earlier. */
const ANSWER_WITHIN = 48 * 60 * MINUTE;

/** A session to be written, at a time that is open for both. */
interface NewSession {
  mentor: {
    userId: string;
    location: string | null;
    autoAccept: boolean;
    minNoticeMinutes: number;
  };
  mentee: { id: string; timeZone: string };
  slot: { startsAt: Date; endsAt: Date; blockedUntil: Date };
  /** The mentor's at the start. */
  timeZone: string;
  topic: string;
  agenda: string;
  /** Why staff book on someone's behalf. */
  reason?: string;
  series?: { id: string; number: number; size: number };
}

/** Whether a mentor has to answer first: not when they book themselves. */
export function needsAnswer({ mentor }: Pick<NewSession, "mentor">, { actor }: ServiceContext) {
  return !mentor.autoAccept && actor.id !== mentor.userId;
}

/**
 * Writes a session with the claims of both, its event and its announcement: scheduled, or requested
 * if the mentor has to answer. Telling people is left to the caller.
 */
export async function insertSession(tx: DbTransaction, ctx: ServiceContext, session: NewSession) {
  const { mentor, mentee, series } = session;
  const { startsAt, endsAt, blockedUntil } = session.slot;
  const now = ctx.now();
  const waits = needsAnswer(session, ctx);
  const expiresAt = waits ? answerBy(startsAt, mentor, now) : null;
  const id = newId();
  const row = await tx.officeSession.create({
    data: {
      id,
      mentorId: mentor.userId,
      menteeId: mentee.id,
      status: waits ? "requested" : "scheduled",
      startsAt,
      endsAt,
      blockedUntil,
      expiresAt,
      topic: session.topic,
      agenda: session.agenda,
      location: placeOf(mentor.location, id),
      mentorTimeZone: session.timeZone,
      menteeTimeZone: mentee.timeZone,
      changeNote: session.reason ?? "",
      createdById: ctx.actor.id,
      seriesId: series?.id,
      seriesNumber: series?.number,
      seriesSize: series?.size,
      claims: {
        create: [
          { userId: mentor.userId, startsAt, endsAt: blockedUntil, expiresAt },
          { userId: mentee.id, startsAt, endsAt, expiresAt },
        ],
      },
    },
    select: officeSessionSelect,
  });
  const action = waits ? ("officeSession.requested" as const) : ("officeSession.booked" as const);
  await recordAuditEvent(tx, ctx, {
    action,
    targetType: "officeSession",
    targetId: row.id,
    reason: session.reason,
    groupId: series?.id,
    after: {
      mentorId: mentor.userId,
      menteeId: mentee.id,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      status: row.status,
      ...(series === undefined ? {} : { seriesId: series.id }),
    },
  });
  await announceSessions(tx, { action, rows: [row], at: now });
  return { row, action };
}

/** The engine offers no start that would leave no time to answer. */
function answerBy(startsAt: Date, { minNoticeMinutes }: { minNoticeMinutes: number }, now: Date) {
  const lastCall = startsAt.getTime() - minNoticeMinutes * MINUTE;
  return new Date(Math.min(now.getTime() + ANSWER_WITHIN, lastCall));
}
