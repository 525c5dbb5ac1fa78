import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/** Staff see all reports but those about themselves. */
export function misuseReportScope(actor: Pick<Actor, "id">): Prisma.MisuseReportWhereInput {
  return { reportedId: { not: actor.id } };
}

/** A report as its reporter sees it. */
export const ownReportSelect = {
  id: true,
  about: true,
  reason: true,
  words: true,
  createdAt: true,
  decidedAt: true,
  reported: { select: { name: true } },
} satisfies Prisma.MisuseReportSelect;

type OwnRow = Prisma.MisuseReportGetPayload<{ select: typeof ownReportSelect }>;

/** That and when it was decided; how is for staff. */
export function toOwnReport({ reported, ...row }: OwnRow) {
  return { ...row, name: reported.name };
}

const person = { select: { id: true, name: true } } as const;

/** A report in the list of staff. */
export const listedReportSelect = {
  id: true,
  about: true,
  reason: true,
  createdAt: true,
  decidedAt: true,
  outcome: true,
  reporter: person,
  reported: person,
} satisfies Prisma.MisuseReportSelect;

/** And on its page. */
export const reportSelect = {
  ...listedReportSelect,
  quote: true,
  words: true,
  decision: true,
  decidedById: true,
  reported: { select: { id: true, name: true, role: true, status: true } },
  officeSession: { select: { id: true, topic: true, startsAt: true } },
} satisfies Prisma.MisuseReportSelect;
