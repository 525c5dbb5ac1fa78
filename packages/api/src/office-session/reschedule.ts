import { type DbTransaction, lockPeople } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import type {
  OfficeSessionOpenSlotsInput,
  RescheduleOfficeSessionInput,
} from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { horizonEnd } from "../booking-facts/booking-facts.ts";
import type { ServiceContext } from "../context.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { announceSessions } from "./announce-sessions.ts";
import { asFound, type FoundChange, findChange, staleVersion } from "./find-change.ts";
import { requireActive } from "./parties.ts";
import { getOfficeSessionById } from "./service.ts";
import { listOpenStarts, requireOpenSlot, takingSlot, type WantedSlot } from "./slot.ts";

/**
 * The starts to which a session could move: open for the mentor and free for the mentee, with the
 * session's own time counted as free.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function getOfficeSessionOpenSlots(
  ctx: ServiceContext,
  { id, from, to }: OfficeSessionOpenSlotsInput,
) {
  const session = await getOfficeSessionById(ctx, { id });
  const kind = slotKindOf(session);
  const { starts, availabilityVersion } = await listOpenStarts(
    ctx.db,
    kind,
    { from, to },
    ctx.now(),
  );
  const offered = starts.filter((start) => start !== session.startsAt.getTime());
  return {
    availabilityVersion,
    durationMinutes: kind.durationMinutes,
    slots: offered.map((start) => ({ startsAt: new Date(start), youAreBusy: false })),
    nextStart: offered.length > 0 ? null : await startAfter(ctx, session, to),
  };
}

/**
 * The first start from an instant on to which the session could move, within the mentor's booking
 * window.
 */
async function startAfter(ctx: ServiceContext, session: Moving, from: Date) {
  const now = ctx.now();
  const range = { from, to: horizonEnd(now) };
  if (range.from >= range.to) return null;
  const { starts } = await listOpenStarts(ctx.db, slotKindOf(session), range, now);
  const next = starts.find((start) => start !== session.startsAt.getTime());
  return next === undefined ? null : new Date(next);
}

/**
 * Moves a session to another open start; it stays the same session with the same length. The old
 * time is held until the change commits.
 *
 * Errors: those of `findChange`; PARTY_INACTIVE; INVALID_INPUT also when it is already at that time;
 * for the slot SLOT_NOT_OFFERED, SLOT_TAKEN, SLOT_UNAVAILABLE or MENTEE_BUSY, with alternatives.
 */
export async function rescheduleOfficeSession(
  ctx: ServiceContext,
  input: RescheduleOfficeSessionInput,
) {
  const found = await findChange(ctx, input, { action: "reschedule" });
  if (input.startsAt.getTime() === found.row.startsAt.getTime()) {
    throw new DomainError("INVALID_INPUT", "The session is already at that time.", [
      { path: ["startsAt"], message: "Choose another time" },
    ]);
  }
  const { startsAt, availabilityVersion } = input;
  const wanted = { ...slotKindOf(found.row), startsAt, availabilityVersion };
  return takingSlot(ctx, wanted, (tx) => move(tx, ctx, { found, wanted, note: input.note }));
}

interface Move {
  found: FoundChange;
  wanted: WantedSlot;
  note: string;
}

async function move(tx: DbTransaction, ctx: ServiceContext, { found, wanted, note }: Move) {
  const { row, relation } = found;
  const { mentorId, menteeId } = wanted;
  await lockPeople(tx, [mentorId, menteeId]);
  await requireActive(tx, wanted);
  const { startsAt, endsAt, blockedUntil } = await requireOpenSlot(tx, wanted, ctx.now());

  const { count } = await tx.officeSession.updateMany({
    where: asFound(found),
    data: {
      startsAt,
      endsAt,
      blockedUntil,
      movedById: ctx.actor.id,
      movedFrom: row.startsAt,
      menteeMoves: relation === "mentee" ? { increment: 1 } : undefined,
      mentorMoves: relation === "mentor" ? { increment: 1 } : undefined,
      changeNote: note,
      // What they said about the old time.
      mentorCheckInAt: null,
      menteeCheckInAt: null,
      mentorLateUntil: null,
      menteeLateUntil: null,
      version: { increment: 1 },
      calendarSequence: { increment: 1 },
    },
  });
  if (count === 0) throw staleVersion(row);
  // A row never conflicts with itself, so the new time may overlap the old one.
  const claimOf = (userId: string) => ({
    officeSessionId_userId: { officeSessionId: row.id, userId },
  });
  const select = { id: true };
  await tx.timeClaim.update({
    where: claimOf(mentorId),
    data: { startsAt, endsAt: blockedUntil },
    select,
  });
  await tx.timeClaim.update({ where: claimOf(menteeId), data: { startsAt, endsAt }, select });
  const after = await tx.officeSession.findUniqueOrThrow({
    where: { id: row.id },
    select: officeSessionSelect,
  });
  const message = { text: note, authorId: ctx.actor.id };
  await tellParties(tx, {
    kind: "session.rescheduled",
    sessions: [after],
    at: ctx.now(),
    actorId: ctx.actor.id,
    message,
  });
  await recordAuditEvent(tx, ctx, {
    action: "officeSession.rescheduled",
    targetType: "officeSession",
    targetId: row.id,
    reason: relation === "staff" ? note : undefined,
    before: { startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString() },
    after: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
  });
  await announceSessions(tx, {
    action: "officeSession.rescheduled",
    rows: [after],
    at: ctx.now(),
  });
  return toOfficeSession(after, ctx);
}

type Moving = { id: string; mentorId: string; menteeId: string; startsAt: Date; endsAt: Date };

function slotKindOf({ id, mentorId, menteeId, startsAt, endsAt }: Moving) {
  const durationMinutes = (endsAt.getTime() - startsAt.getTime()) / MINUTE;
  return { mentorId, menteeId, durationMinutes, movingId: id };
}
