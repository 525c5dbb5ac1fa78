import type { Db, Prisma } from "@sundial/db";

const person = { select: { id: true, name: true } } as const;

/** The session of a lapse, for the person and for staff. */
export const lapsedSessionSelect = {
  id: true,
  topic: true,
  startsAt: true,
  expiresAt: true,
  cancelledAt: true,
  settledAt: true,
  mentor: person,
  mentee: person,
} satisfies Prisma.OfficeSessionSelect;

/** An objection as its person sees it, beside what it is about. */
export const objectionSelect = {
  id: true,
  officeSessionId: true,
  lapse: true,
  words: true,
  status: true,
  answer: true,
  createdAt: true,
  decidedAt: true,
} satisfies Prisma.ReliabilityObjectionSelect;

/** And in the list of staff. */
const listedObjectionSelect = {
  ...objectionSelect,
  decidedById: true,
  person,
  officeSession: { select: { topic: true, startsAt: true, mentor: person, mentee: person } },
} satisfies Prisma.ReliabilityObjectionSelect;

/** Objections for staff, with the names of those who decided them. */
export async function findObjections(
  db: Db,
  query: Pick<Prisma.ReliabilityObjectionFindManyArgs, "where" | "orderBy" | "take">,
) {
  const rows = await db.reliabilityObjection.findMany({ ...query, select: listedObjectionSelect });
  const deciders = await db.user.findMany({
    where: { id: { in: rows.flatMap(({ decidedById }) => decidedById ?? []) } },
    select: { id: true, name: true },
  });
  const byId = new Map(deciders.map((decider) => [decider.id, decider]));
  return rows.map(({ decidedById, ...row }) => ({
    ...row,
    decidedBy: byId.get(decidedById ?? "") ?? null,
  }));
}
