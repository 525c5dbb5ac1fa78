import type { ListMembersInput, MemberByIdInput } from "@sundial/validators";
import { recordRead } from "../audit/record-read.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { findFutureSessions } from "../office-session/cancel-future.ts";
import { inOrderOf } from "../paging.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { COUNTED_PEOPLE_MAX, countPeople, findPeople } from "./find-people.ts";
import { memberDetailSelect, memberSelect } from "./view.ts";

/**
 * Everyone with an account, by name, without the erased, and how many, counted up to five hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listMembers({ db }: ServiceContext, input: ListMembersInput) {
  const { search, role, status, cursor, limit } = input;
  const filter = { search, inAddress: true, role, status };
  const page = await findPeople(db, { ...filter, cursor, limit });
  const [rows, counted] = await Promise.all([
    db.user.findMany({ where: { id: { in: page.ids } }, select: memberSelect }),
    page.total ?? countPeople(db, filter),
  ]);
  return {
    items: inOrderOf(page.ids, rows),
    nextCursor: page.nextCursor,
    count: Math.min(counted, COUNTED_PEOPLE_MAX),
    /** Whether more people match than were counted. */
    hasMoreThanCounted: counted > COUNTED_PEOPLE_MAX,
  };
}

/**
 * One person, as staff see them: the facts, and the number of upcoming and past sessions. Reading is
 * itself an event.
 *
 * Errors: NOT_FOUND when the person doesn't exist or isn't visible.
 */
export async function getMemberById(ctx: ServiceContext, { id }: MemberByIdInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const member = await db.user.findUnique({ where: { id }, select: memberDetailSelect });
  if (member === null) throw notFound();
  const [future, past] = await Promise.all([
    findFutureSessions(db, { userId: id, now }),
    db.officeSession.count({
      where: {
        AND: [
          { OR: [{ mentorId: id }, { menteeId: id }] },
          hasStatus(["completed", "no_show"], now),
        ],
      },
    }),
  ]);
  if (id !== actor.id) {
    await recordRead(ctx, { action: "member.viewed", targetType: "user", targetId: id });
  }
  return { ...member, futureSessionCount: future.length, pastSessionCount: past };
}

/**
 * The sessions that a suspension or an erasure would cancel, and with whom.
 *
 * Errors: NOT_FOUND when the person doesn't exist.
 */
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
