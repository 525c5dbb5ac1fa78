import { randomUUID } from "node:crypto";
import { can } from "@sundial/auth";
import { type DbTransaction, lockPeople } from "@sundial/db";
import type { ChangeMemberStatusesInput, PreviewMemberStatusesInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { BLOCKING, endsWithParty } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { setStatus } from "./change-status.ts";
import { actorNow } from "./lock-member.ts";
import { memberSelect } from "./view.ts";

/**
 * What setting a status would do to each of these people, by name: whether it changes anything, and
 * how many of their upcoming sessions a suspension would cancel; and how many sessions in total,
 * since two of them may share one.
 *
 * Errors: NOT_FOUND when one of them doesn't exist or was erased.
 */
export async function previewMemberStatuses(
  { db, actor, now }: ServiceContext,
  { ids, status }: PreviewMemberStatusesInput,
) {
  const rows = await db.user.findMany({
    where: { id: { in: ids }, anonymizedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: memberSelect,
  });
  if (rows.length < new Set(ids).size) throw notFound();
  const sessions = status === "suspended" ? await findSessionsOf(db, ids, now()) : [];
  const changed = rows.filter((row) => row.status !== status && row.id !== actor.id);
  const isChanged = new Set(changed.map(({ id }) => id));
  const isPartOf = (id: string) => (session: { mentorId: string; menteeId: string }) =>
    session.mentorId === id || session.menteeId === id;
  return {
    people: rows.map((row) => ({
      ...row,
      /** Their own status is for others to change. */
      isSelf: row.id === actor.id,
      changes: isChanged.has(row.id),
      sessions: isChanged.has(row.id) ? sessions.filter(isPartOf(row.id)).length : 0,
    })),
    sessions: sessions.filter(
      (each) => isChanged.has(each.mentorId) || isChanged.has(each.menteeId),
    ).length,
  };
}

async function findSessionsOf(db: ServiceContext["db"], ids: string[], now: Date) {
  const rows = await db.officeSession.findMany({
    where: {
      AND: [
        { OR: [{ mentorId: { in: ids } }, { menteeId: { in: ids } }], startsAt: { gt: now } },
        hasStatus(BLOCKING, now),
      ],
    },
    select: officeSessionSelect,
  });
  return rows.filter((row) => endsWithParty(toState(row, now), now));
}

/**
 * Sets the status of up to a hundred people, with one reason, in one transaction: of all or of
 * nobody. Those who have the status already stay as they are. All events share one group. Nobody can
 * change themself, so an active admin always remains.
 *
 * Errors: FORBIDDEN when the actor no longer has the permission or is among them; NOT_FOUND and
 * STALE_VERSION with the IDs of those who don't exist or were changed meanwhile.
 */
export function changeMemberStatuses(ctx: ServiceContext, input: ChangeMemberStatusesInput) {
  const { status, reason } = input;
  const groupId = randomUUID();
  return inTransaction(ctx.db, async (tx) => {
    const rows = await lockMembers(tx, ctx, input.people);
    const changing = rows.filter((row) => row.status !== status);
    let sessionsCancelled = 0;
    for (const before of changing) {
      const change = { id: before.id, status, reason, before, groupId };
      const { ended } = await setStatus(tx, ctx, change);
      sessionsCancelled += ended?.sessionsCancelled ?? 0;
    }
    const unchanged = rows.length - changing.length;
    return { groupId, changed: changing.length, unchanged, sessionsCancelled };
  });
}

/**
 * Locks people whom the actor is about to change, at the versions they last saw.
 *
 * Errors: FORBIDDEN, NOT_FOUND, STALE_VERSION.
 */
async function lockMembers(
  tx: DbTransaction,
  { actor }: ServiceContext,
  people: ChangeMemberStatusesInput["people"],
) {
  const ids = people.map(({ id }) => id);
  await lockPeople(tx, [actor.id, ...ids]);
  if (!can(await actorNow(tx, actor), "member:changeStatus")) {
    throw new DomainError("FORBIDDEN", "Your role no longer allows this.");
  }
  if (ids.includes(actor.id)) {
    throw new DomainError("FORBIDDEN", "You can't change your own access. Ask someone else.");
  }
  const rows = await tx.user.findMany({
    where: { id: { in: ids }, anonymizedAt: null },
    orderBy: { id: "asc" },
    select: { id: true, status: true, version: true },
  });
  const found = new Map(rows.map((row) => [row.id, row.version]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) {
    throw new DomainError("NOT_FOUND", "Some of these people are gone.", { ids: missing });
  }
  const stale = people.filter(({ id, version }) => found.get(id) !== version);
  if (stale.length > 0) {
    throw new DomainError(
      "STALE_VERSION",
      "Some of these people were changed elsewhere. Look at the preview again.",
      { ids: stale.map(({ id }) => id) },
    );
  }
  return rows;
}
