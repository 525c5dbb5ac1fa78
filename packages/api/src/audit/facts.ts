import type { Db } from "@sundial/db";
import { z } from "zod";

/** An event as stored, as far as it names people and things. */
interface Row {
  seq: bigint;
  actorId: string | null;
  targetType: string;
  targetId: string;
}

const isNamed = (targetType: string) => targetType === "user" || targetType === "serviceAccount";

/**
 * The names of the people and services in these events, and what their sessions are about. They are
 * looked up, never stored: the log identifies everything only by ID.
 */
export async function factsOf(db: Db, rows: Row[], more: (string | undefined)[] = []) {
  const [names, sessions] = await Promise.all([namesIn(db, rows, more), sessionsIn(db, rows)]);
  return { names, sessions };
}

async function namesIn(db: Db, rows: Row[], more: (string | undefined)[]) {
  const ids = rows.flatMap(({ actorId, targetType, targetId }) => [
    actorId ?? undefined,
    isNamed(targetType) ? targetId : undefined,
  ]);
  const known = [...new Set([...ids, ...more].filter((id) => id !== undefined))];
  // People's ids may be any text, service accounts' are UUIDs.
  const uuids = known.filter(isUuid);
  const found = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM users WHERE id = ANY(${known})
    UNION ALL
    SELECT id::text, name FROM service_accounts WHERE id = ANY(${uuids}::uuid[])`;
  return new Map(found.map(({ id, name }) => [id, name]));
}

const isUuid = (id: string) => z.uuid().safeParse(id).success;

async function sessionsIn(db: Db, rows: Row[]) {
  const ids = rows.filter(isAboutSession).map(({ targetId }) => targetId);
  const uuids = [...new Set(ids)].filter(isUuid);
  if (uuids.length === 0) return new Map<string, never>();
  const person = { select: { id: true, name: true } } as const;
  const found = await db.officeSession.findMany({
    where: { id: { in: uuids } },
    select: { id: true, topic: true, mentor: person, mentee: person },
  });
  return new Map(found.map(({ id, ...facts }) => [id, facts]));
}

const isAboutSession = ({ targetType }: Pick<Row, "targetType">) => targetType === "officeSession";

type Facts = Awaited<ReturnType<typeof factsOf>>;

export function nameIn({ names }: Facts, id: string | null | undefined): string | null {
  return names.get(id ?? "") ?? null;
}

/** Events as people read them. */
export function withFacts<Event extends Row>(rows: Event[], facts: Facts) {
  return rows.map(({ seq, ...row }) => ({
    ...row,
    seq: Number(seq),
    actorName: nameIn(facts, row.actorId),
    targetName: isNamed(row.targetType) ? nameIn(facts, row.targetId) : null,
    /** What a session is about, and whose it is; null for other targets. */
    session: isAboutSession(row) ? (facts.sessions.get(row.targetId) ?? null) : null,
  }));
}
