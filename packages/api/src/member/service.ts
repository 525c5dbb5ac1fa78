import { can } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { ListMembersInput, MemberByIdInput } from "@sundial/validators";
import { recentEventsOf } from "../audit/list.ts";
import { recordRead } from "../audit/record-read.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { containing } from "../like.ts";
import { findFutureSessions } from "../office-session/cancel-future.ts";
import { hasStatus } from "../office-session/status-where.ts";
import { decodeCursor, nameAndId, pageOf } from "../paging.ts";
import { memberDetailSelect, memberSelect } from "./view.ts";

/** Everyone with an account, by name; the erased are not among them. */
export async function listMembers({ db }: ServiceContext, input: ListMembersInput) {
  const { search, role, status } = input;
  const after = input.cursor ? decodeCursor(nameAndId, input.cursor) : null;
  const matching: Prisma.UserWhereInput = {
    anonymizedAt: null,
    role,
    status,
    ...(search ? { OR: [{ name: containing(search) }, { email: containing(search) }] } : {}),
  };
  const behind = after && {
    OR: [{ name: { gt: after[0] } }, { name: after[0], id: { gt: after[1] } }],
  };
  const [rows, count] = await Promise.all([
    db.user.findMany({
      where: { AND: [matching, behind ?? {}] },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: input.limit + 1,
      select: memberSelect,
    }),
    db.user.count({ where: matching }),
  ]);
  return { ...pageOf(rows, input.limit, (row) => [row.name, row.id]), count };
}

/**
 * One person as staff see them: the facts, how many sessions are ahead and behind, and for those who
 * may read the audit log what happened last. Looking is itself an event. Errors: NOT_FOUND.
 */
export async function getMemberById(ctx: ServiceContext, { id }: MemberByIdInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const member = await db.user.findUnique({ where: { id }, select: memberDetailSelect });
  if (member === null) throw notFound();
  const [future, past, recentEvents] = await Promise.all([
    findFutureSessions(db, { userId: id, now }),
    db.officeSession.count({
      where: {
        AND: [
          { OR: [{ mentorId: id }, { menteeId: id }] },
          hasStatus(["completed", "no_show"], now),
        ],
      },
    }),
    can(actor, "audit:read") ? recentEventsOf(db, id) : null,
  ]);
  if (id !== actor.id) {
    await recordRead(ctx, { action: "member.viewed", targetType: "user", targetId: id });
  }
  return { ...member, futureSessionCount: future.length, pastSessionCount: past, recentEvents };
}

/** What a suspension or an erasure would call off, and with whom. Errors: NOT_FOUND. */
export async function previewMemberSuspension(
  { db, now }: ServiceContext,
  { id }: MemberByIdInput,
) {
  const member = await db.user.findFirst({
    where: { id, anonymizedAt: null },
    select: { id: true },
  });
  if (member === null) throw notFound();
  const rows = await findFutureSessions(db, { userId: id, now: now() });
  const sessions = rows.map(({ mentor, mentee, ...row }) => {
    const other = row.mentorId === id ? mentee : mentor;
    const { startsAt, endsAt, status, topic } = row;
    return {
      id: row.id,
      startsAt,
      endsAt,
      status,
      topic,
      with: { id: other.id, name: other.name },
    };
  });
  return { sessions, people: new Set(sessions.map((session) => session.with.id)).size };
}
