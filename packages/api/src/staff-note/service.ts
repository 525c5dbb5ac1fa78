import type { DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  type AddStaffNoteInput,
  DomainError,
  type EditStaffNoteInput,
  type ListStaffNotesInput,
  type RemoveStaffNoteInput,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { inTransaction } from "../transaction.ts";

const noteSelect = {
  id: true,
  aboutId: true,
  body: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  author: { select: { id: true, name: true } },
} satisfies Prisma.StaffNoteSelect;

type NoteRow = Prisma.StaffNoteGetPayload<{ select: typeof noteSelect }>;

/** With what the reader may do: everyone edits their own, and admins may remove any. */
function toNote(note: NoteRow, { actor }: PersonContext) {
  const isOwn = note.author?.id === actor.id;
  return { ...note, mayEdit: isOwn, mayRemove: isOwn || actor.role === "admin" };
}

/** The notes a person may read: never those about themself. */
const staffNoteScope = ({ actor }: PersonContext): Prisma.StaffNoteWhereInput => ({
  aboutId: { not: actor.id },
});

const createdAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * What staff wrote about one person, newest first. Nobody reads those about themself.
 *
 * Errors: NOT_FOUND when the person doesn't exist or is the reader; INVALID_INPUT when the cursor
 * belongs to another list.
 */
export async function listStaffNotes(
  ctx: PersonContext,
  { aboutId, cursor, limit }: ListStaffNotesInput,
) {
  await requirePerson(ctx.db, ctx, aboutId);
  const key = cursor ? decodeCursor(createdAtAndId, cursor) : null;
  const rows = await ctx.db.staffNote.findMany({
    where: { AND: [{ aboutId }, staffNoteScope(ctx), key === null ? {} : isBehind(key)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: noteSelect,
  });
  const page = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  return { ...page, items: page.items.map((row) => toNote(row, ctx)) };
}

function isBehind([createdAt, id]: z.infer<typeof createdAtAndId>): Prisma.StaffNoteWhereInput {
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}

/** Errors: NOT_FOUND when the person doesn't exist, was erased, or is the actor. */
async function requirePerson(db: DbTransaction, { actor }: PersonContext, id: string) {
  const found = await db.user.count({ where: { id, anonymizedAt: null } });
  if (found === 0 || id === actor.id) throw notFound();
}

/**
 * Writes a note about a person, for staff. A retry with its idempotency key returns the note as it
 * is now.
 *
 * Errors: NOT_FOUND when the person doesn't exist or is the actor, or for a retry after the note was
 * removed; UNAUTHORIZED when the actor has been erased; IDEMPOTENCY_MISMATCH.
 */
export async function addStaffNote(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: AddStaffNoteInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "staffNote.add", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await add(tx, ctx, request);
        return { answer, saved: { id: answer.id } };
      },
      again: async ({ id }) => toNote(await find(tx, ctx, id), ctx),
    }),
  );
}

async function add(
  tx: DbTransaction,
  ctx: PersonContext,
  { aboutId, body }: Omit<AddStaffNoteInput, "idempotencyKey">,
) {
  await lockSelf(tx, ctx);
  // Erasing the person waits for this, or is found here.
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${aboutId} FOR SHARE`;
  await requirePerson(tx, ctx, aboutId);
  const now = ctx.now();
  const row = await tx.staffNote.create({
    data: { aboutId, authorId: ctx.actor.id, body, createdAt: now, updatedAt: now },
    select: noteSelect,
  });
  await record(tx, ctx, { action: "staffNote.added", note: row });
  return toNote(row, ctx);
}

/** Errors: NOT_FOUND when the note doesn't exist or is about the actor. */
async function find(tx: DbTransaction, ctx: PersonContext, id: string) {
  const row = await tx.staffNote.findFirst({
    where: { AND: [{ id }, staffNoteScope(ctx)] },
    select: noteSelect,
  });
  if (row === null) throw notFound();
  return row;
}

/**
 * Changes a note that the actor wrote.
 *
 * Errors: NOT_FOUND when it doesn't exist or is about the actor; FORBIDDEN when somebody else wrote
 * it; STALE_VERSION when it changed meanwhile.
 */
export async function editStaffNote(ctx: PersonContext, input: EditStaffNoteInput) {
  const { id, version, body } = input;
  return inTransaction(ctx.db, async (tx) => {
    const found = await find(tx, ctx, id);
    if (!toNote(found, ctx).mayEdit) {
      throw new DomainError("FORBIDDEN", "Only the person who wrote a note can change it.");
    }
    const { count } = await tx.staffNote.updateMany({
      where: { id, version },
      data: { body, updatedAt: ctx.now(), version: { increment: 1 } },
    });
    if (count === 0) {
      throw new DomainError(
        "STALE_VERSION",
        "This note was changed elsewhere. Reload to see the latest version.",
        { version: found.version },
      );
    }
    await record(tx, ctx, { action: "staffNote.edited", note: found });
    return toNote(await find(tx, ctx, id), ctx);
  });
}

/**
 * Removes a note that the actor wrote. Admins can remove any.
 *
 * Errors: NOT_FOUND when it doesn't exist, was removed, or is about the actor; FORBIDDEN when
 * somebody else wrote it and the actor isn't an admin.
 */
export async function removeStaffNote(ctx: PersonContext, { id }: RemoveStaffNoteInput) {
  return inTransaction(ctx.db, async (tx) => {
    const found = await find(tx, ctx, id);
    if (!toNote(found, ctx).mayRemove) {
      throw new DomainError("FORBIDDEN", "Only its author or an admin can remove a note.");
    }
    const { count } = await tx.staffNote.deleteMany({ where: { id } });
    if (count === 0) throw notFound();
    await record(tx, ctx, { action: "staffNote.removed", note: found });
    return { id };
  });
}

interface Change {
  action: "staffNote.added" | "staffNote.edited" | "staffNote.removed";
  note: Pick<NoteRow, "id" | "aboutId">;
}

/** Never the text. */
function record(tx: DbTransaction, ctx: PersonContext, { action, note }: Change) {
  return recordAuditEvent(tx, ctx, {
    action,
    targetType: "staffNote",
    targetId: note.id,
    after: { aboutId: note.aboutId },
  });
}
