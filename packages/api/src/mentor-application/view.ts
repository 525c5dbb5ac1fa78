import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";
import { actionsFor } from "./policy.ts";

/** An application as its applicant sees it, and staff in addition to who it is. */
export const applicationSelect = {
  id: true,
  status: true,
  expertise: true,
  experience: true,
  why: true,
  submittedAt: true,
  settledAt: true,
  answer: true,
  user: { select: { id: true, name: true, image: true, role: true } },
} satisfies Prisma.MentorApplicationSelect;

type ApplicationRow = Prisma.MentorApplicationGetPayload<{ select: typeof applicationSelect }>;

export function toApplication({ user: applicant, ...row }: ApplicationRow, actor: Actor) {
  return { ...row, applicant, actions: actionsFor(actor, { status: row.status, applicant }) };
}
