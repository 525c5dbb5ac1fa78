import type { Prisma } from "@sundial/db";
import type { ServiceContext } from "../trpc.ts";
import { allowedActions } from "./policy.ts";

const party = { select: { user: { select: { id: true, name: true, timeZone: true } } } } as const;

export const officeSessionSelect = {
  id: true,
  mentorId: true,
  menteeId: true,
  status: true,
  startsAt: true,
  endsAt: true,
  topic: true,
  agenda: true,
  location: true,
  cancelledAt: true,
  cancelledById: true,
  cancelReason: true,
  changeNote: true,
  cancelledLate: true,
  version: true,
  mentor: party,
  mentee: party,
} satisfies Prisma.OfficeSessionSelect;

type OfficeSessionRow = Prisma.OfficeSessionGetPayload<{ select: typeof officeSessionSelect }>;

/** A session as it leaves the server: with what this person may do to it now. */
export function toOfficeSession({ mentor, mentee, ...row }: OfficeSessionRow, ctx: ServiceContext) {
  return {
    ...row,
    mentor: mentor.user,
    mentee: mentee.user,
    actions: allowedActions(row, ctx.actor, ctx.now()),
  };
}
