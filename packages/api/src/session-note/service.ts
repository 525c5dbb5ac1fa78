import type { Db, DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  DomainError,
  NOTES_MAX,
  type NoteVisibility,
  type ReadSessionNoteInput,
  type WriteSessionNoteInput,
} from "@sundial/validators";
import type { PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockSelf } from "../lock-self.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { officeSessionScope } from "../office-session/scope.ts";
import { inTransaction } from "../transaction.ts";
import { attribute, mergeTexts, textOf } from "./merge.ts";

/** Sessions that end without taking place are closed to new notes. */
const WRITABLE = ["requested", "scheduled", "completed", "no_show"] as const;

/**
 * The shared notes of a session, line by line with their authors, and the reader's own private ones.
 * Staff read the shared notes. Nobody but their author ever reads private ones.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function readSessionNote(ctx: ServiceContext, input: ReadSessionNoteInput) {
  const session = await findSession(ctx, input.officeSessionId);
  const [shared, own] = await Promise.all([
    readLines(ctx.db, { ...input, visibility: "shared" }, ctx.actor.id),
    readLines(ctx.db, { ...input, visibility: "private" }, ctx.actor.id),
  ]);
  return {
    lines: shared.map(({ authorId, text }) => ({ authorId, text })),
    shared: textOf(shared),
    own: textOf(own),
    mayWrite: isParty(ctx, session) && WRITABLE.some((status) => status === session.status),
  };
}

/**
 * Writes the shared notes of a session, or the actor's private ones. `base` is the text the writer
 * began with: what somebody else, or another tab, has written since is kept, line by line.
 *
 * Errors: NOT_FOUND; FORBIDDEN for anyone but the two people; INVALID_TRANSITION when the session
 * was cancelled, declined or expired; STALE_VERSION when both changed the same lines, with the
 * `text` as it is now and `merged`, which has both versions; LIMIT_REACHED when both texts together
 * are too long.
 */
export async function writeSessionNote(ctx: PersonContext, input: WriteSessionNoteInput) {
  const { officeSessionId, visibility, base, text } = input;
  const session = await findSession(ctx, officeSessionId);
  if (!isParty(ctx, session)) {
    throw new DomainError("FORBIDDEN", "Only the two people of a session write its notes.");
  }
  return inTransaction(ctx.db, async (tx) => {
    // As erasing does, which removes what this person wrote.
    await lockSelf(tx, ctx);
    await lockSession(tx, officeSessionId);
    const place = { officeSessionId, visibility };
    const stored = await readLines(tx, place, ctx.actor.id);
    const now = textOf(stored);
    const { merged, conflicts } = mergeTexts({ base, mine: text, theirs: now });
    if (conflicts) {
      throw new DomainError("STALE_VERSION", "Someone changed the same lines meanwhile.", {
        text: now,
        merged,
      });
    }
    if (merged.length > NOTES_MAX) {
      throw new DomainError("LIMIT_REACHED", `Notes can have up to ${NOTES_MAX} characters.`, {
        limit: NOTES_MAX,
      });
    }
    if (merged !== now) {
      await replaceLines(tx, place, attribute(stored, merged, ctx.actor.id), ctx);
      await recordAuditEvent(tx, ctx, {
        action: "sessionNote.written",
        targetType: "officeSession",
        targetId: officeSessionId,
        // What people write stays out of the log.
        after: { visibility },
      });
      if (visibility === "shared") await tellOther(tx, ctx, officeSessionId);
    }
    return { text: merged };
  });
}

/** Once a day, however often they save. */
async function tellOther(tx: DbTransaction, ctx: PersonContext, id: string) {
  const session = await tx.officeSession.findUniqueOrThrow({
    where: { id },
    select: { id: true, version: true, startsAt: true, mentorId: true, menteeId: true },
  });
  const at = ctx.now();
  await tellParties(tx, {
    kind: "sessionNote.written",
    sessions: [session],
    at,
    actorId: ctx.actor.id,
    key: `${id} ${ctx.actor.id} ${at.toISOString().slice(0, 10)}`,
  });
}

async function findSession({ db, actor }: Pick<ServiceContext, "db" | "actor">, id: string) {
  const session = await db.officeSession.findFirst({
    where: { AND: [{ id }, officeSessionScope(actor)] },
    select: { mentorId: true, menteeId: true, status: true },
  });
  if (session === null) throw notFound();
  return session;
}

function isParty({ actor }: ServiceContext, session: { mentorId: string; menteeId: string }) {
  return actor.id === session.mentorId || actor.id === session.menteeId;
}

/**
 * Notes of one session wait for each other.
 *
 * Errors: INVALID_TRANSITION when it is closed.
 */
async function lockSession(tx: DbTransaction, id: string) {
  const [row] = await tx.$queryRaw<{ status: string }[]>`
    SELECT status::text FROM office_sessions WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  if (row !== undefined && WRITABLE.some((status) => status === row.status)) return;
  throw new DomainError("INVALID_TRANSITION", "This session is closed to new notes.", {
    status: row?.status,
  });
}

interface Place {
  officeSessionId: string;
  visibility: NoteVisibility;
}

const whereOf = (place: Place, readerId: string): Prisma.SessionNoteWhereInput =>
  place.visibility === "private" ? { ...place, authorId: readerId } : { ...place };

async function readLines(db: Db | DbTransaction, place: Place, readerId: string) {
  const rows = await db.sessionNote.findMany({
    where: whereOf(place, readerId),
    orderBy: { position: "asc" },
    select: { authorId: true, body: true, createdAt: true },
  });
  return rows.map(({ authorId, body, createdAt }) => ({ authorId, text: body, createdAt }));
}

async function replaceLines(
  tx: DbTransaction,
  place: Place,
  lines: { authorId: string; text: string; createdAt?: Date }[],
  { actor, now }: PersonContext,
) {
  await tx.sessionNote.deleteMany({ where: whereOf(place, actor.id) });
  const at = now();
  await tx.sessionNote.createMany({
    data: lines.map(({ authorId, text, createdAt = at }, position) => ({
      ...place,
      authorId,
      position,
      body: text,
      createdAt,
    })),
  });
}
