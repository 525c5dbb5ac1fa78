import type { Prisma } from "@sundial/db";
import type { Actor, ServiceContext } from "../context.ts";
import { allowedActions, dueTransition, editableDetails, relationOf } from "./policy.ts";

const person = { id: true, name: true, timeZone: true } as const;

export const officeSessionSelect = {
  id: true,
  mentorId: true,
  menteeId: true,
  status: true,
  startsAt: true,
  endsAt: true,
  expiresAt: true,
  topic: true,
  agenda: true,
  location: true,
  menteeMoves: true,
  mentorMoves: true,
  movedById: true,
  movedFrom: true,
  changeNote: true,
  cancelledAt: true,
  cancelledById: true,
  cancelReason: true,
  cancelledLate: true,
  mentorCheckInAt: true,
  menteeCheckInAt: true,
  mentorLateUntil: true,
  menteeLateUntil: true,
  noShowParty: true,
  disputed: true,
  settledAt: true,
  seriesId: true,
  seriesNumber: true,
  seriesSize: true,
  version: true,
  mentor: { select: { ...person, mentorProfile: { select: { minNoticeMinutes: true } } } },
  mentee: { select: person },
} satisfies Prisma.OfficeSessionSelect;

export type OfficeSessionRow = Prisma.OfficeSessionGetPayload<{
  select: typeof officeSessionSelect;
}>;

/**
 * A session as it is now. Every read applies automatic transitions, though the sweep saves them
 * only once a minute.
 */
export function toState({ mentor, mentee: _, ...row }: OfficeSessionRow, now: Date) {
  const stored = { ...row, minNoticeMinutes: mentor.mentorProfile?.minNoticeMinutes ?? 0 };
  return { ...stored, status: dueTransition(stored, now)?.to ?? stored.status };
}

/** A session as the server returns it, with what this person may do and change now. */
export function toOfficeSession(row: OfficeSessionRow, { actor, now }: ServiceContext) {
  const at = now();
  const state = toState(row, at);
  const { mentorProfile: _, ...mentor } = row.mentor;
  return {
    ...state,
    cancelReason: shownReason(row, actor),
    mentor,
    mentee: row.mentee,
    actions: allowedActions(state, actor, at),
    editable: editableDetails(state, actor, at),
  };
}

/**
 * That someone was suspended or erased is for staff to know: the other party sees a decision by
 * staff.
 */
function shownReason({ cancelReason, ...row }: OfficeSessionRow, actor: Actor) {
  const hidden = cancelReason === "party_suspended" || cancelReason === "party_deleted";
  return hidden && relationOf(actor, row) !== "staff" ? "pm_decision" : cancelReason;
}
