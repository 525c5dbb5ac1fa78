import type { Prisma } from "@sundial/db";
import type { ServiceContext } from "../trpc.ts";
import { allowedActions, dueTransition } from "./policy.ts";

const person = { select: { id: true, name: true, timeZone: true } } as const;

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
  changeNote: true,
  cancelledAt: true,
  cancelledById: true,
  cancelReason: true,
  cancelledLate: true,
  noShowParty: true,
  disputed: true,
  settledAt: true,
  version: true,
  mentor: { select: { minNoticeMinutes: true, user: person } },
  mentee: { select: { user: person } },
} satisfies Prisma.OfficeSessionSelect;

export type OfficeSessionRow = Prisma.OfficeSessionGetPayload<{
  select: typeof officeSessionSelect;
}>;

/**
 * A session as it is now. What is due by the clock has happened for everyone who looks, though the
 * sweep that writes it down comes by once a minute.
 */
export function toState({ mentor, mentee: _, ...row }: OfficeSessionRow, now: Date) {
  const stored = { ...row, minNoticeMinutes: mentor.minNoticeMinutes };
  return { ...stored, status: dueTransition(stored, now)?.to ?? stored.status };
}

/** A session as it leaves the server: with what this person may do to it now. */
export function toOfficeSession(row: OfficeSessionRow, { actor, now }: ServiceContext) {
  const at = now();
  const state = toState(row, at);
  return {
    ...state,
    mentor: row.mentor.user,
    mentee: row.mentee.user,
    actions: allowedActions(state, actor, at),
  };
}
