import type { DbTransaction } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import { demoMentors } from "../people.ts";
import type { EventRow } from "./life.ts";

/** The sessions of the demo's mentors that are there already. */
export function findSessions(tx: DbTransaction) {
  return tx.officeSession.findMany({
    where: { mentorId: { in: demoMentors.map(({ email }) => demoId(email)) } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      mentorId: true,
      menteeId: true,
      status: true,
      startsAt: true,
      endsAt: true,
      blockedUntil: true,
      createdAt: true,
      createdById: true,
      seriesId: true,
    },
  });
}

type Found = Awaited<ReturnType<typeof findSessions>>[number];

/** Their events: how they were booked, and that they took place. Those that have events keep them. */
export async function eventsOfSessions(tx: DbTransaction, found: Found[]): Promise<EventRow[]> {
  const told = await tx.auditEvent.findMany({
    where: { targetId: { in: found.map(({ id }) => id) } },
    select: { targetId: true },
  });
  const isTold = new Set(told.map(({ targetId }) => targetId));
  return found.filter(({ id }) => !isTold.has(id)).flatMap(eventsOf);
}

function eventsOf(session: Found): EventRow[] {
  const { id, mentorId, menteeId, status, startsAt, endsAt, createdAt, seriesId } = session;
  const first = status === "requested" ? ("requested" as const) : ("scheduled" as const);
  const by = (actorId: string) => ({
    actorKind: "user" as const,
    actorId,
    actorRole: actorId === mentorId ? ("mentor" as const) : ("mentee" as const),
    credential: "session" as const,
    credentialId: demoId(`${actorId} session`),
    targetType: "officeSession",
    targetId: id,
  });
  const booked = {
    ...by(session.createdById),
    at: createdAt,
    action: first === "requested" ? "officeSession.requested" : "officeSession.booked",
    groupId: seriesId,
    after: {
      mentorId,
      menteeId,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      status: first,
      ...(seriesId === null ? {} : { seriesId }),
    },
  };
  if (status !== "completed") return [booked];
  const completed = {
    ...by(mentorId),
    at: endsAt,
    action: "officeSession.completed",
    before: { status: "scheduled" },
    after: { status },
  };
  return [booked, completed];
}
