import { can, digestOf, newOpaqueToken } from "@sundial/auth";
import type { Db, DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  CALENDAR_FEEDS_MAX,
  type CreateCalendarFeedInput,
  DomainError,
  officeSessionByIdInput,
  type RevokeCalendarFeedInput,
  role,
  userStatus,
} from "@sundial/validators";
import { DAY, HOUR } from "@sundial/validators/durations";
import { z } from "zod";
import type { Context, PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { calendarSelect, toCalendarSession } from "../icalendar/calendar-session.ts";
import {
  addToCalendarAddress,
  type CalendarPage,
  toFeed,
  toSessionFile,
} from "../icalendar/icalendar.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { officeSessionScope } from "../office-session/scope.ts";
import { readSettings } from "../program/read.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { inTransaction } from "../transaction.ts";

const feedSelect = {
  id: true,
  createdAt: true,
  lastReadAt: true,
} satisfies Prisma.CalendarFeedSelect;

const made = z.object({ id: z.uuid(), address: z.string() });

/** The actor's active feeds, newest first, without their addresses. */
export function listCalendarFeeds({ db, actor }: PersonContext) {
  return db.calendarFeed.findMany({
    where: { userId: actor.id, revokedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: feedSelect,
  });
}

/**
 * Creates a feed and returns its URL, which is shown only once. Anyone with the URL can read the
 * feed, so only a digest of its token is stored. A retry with its idempotency key returns the same
 * URL.
 *
 * Errors: LIMIT_REACHED when the actor has the most feeds allowed; IDEMPOTENCY_MISMATCH.
 */
export function createCalendarFeed(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: CreateCalendarFeedInput,
) {
  const call = { procedure: "calendar.createFeed", key, request, saved: made };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await create(tx, ctx);
        return { answer, saved: { id: answer.id, address: answer.address } };
      },
      again: async ({ id, address }) => {
        const where = { id, userId: ctx.actor.id };
        const feed = await tx.calendarFeed.findUniqueOrThrow({ where, select: feedSelect });
        return { ...feed, address };
      },
    }),
  );
}

async function create(tx: DbTransaction, ctx: PersonContext) {
  const { actor } = ctx;
  // Of two at once, only one may get the last slot.
  await lockSelf(tx, ctx);
  const count = await tx.calendarFeed.count({ where: { userId: actor.id, revokedAt: null } });
  if (count >= CALENDAR_FEEDS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've reached the limit of ${count} calendar feeds. Revoke one first.`,
    );
  }
  const { token, tokenHash } = newOpaqueToken();
  const feed = await tx.calendarFeed.create({
    data: { userId: actor.id, tokenHash, createdAt: ctx.now() },
    select: feedSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "calendarFeed.created",
    targetType: "calendarFeed",
    targetId: feed.id,
  });
  return { ...feed, address: new URL(`/api/calendar/feed/${token}.ics`, ctx.siteUrl).href };
}

/**
 * Ends a feed permanently, from its next read on. Repeating it has no effect.
 *
 * Errors: NOT_FOUND when it isn't the actor's.
 */
export function revokeCalendarFeed(ctx: PersonContext, { id }: RevokeCalendarFeedInput) {
  const own = { id, userId: ctx.actor.id };
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.calendarFeed.updateMany({
      where: { ...own, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    if (count > 0) {
      await recordAuditEvent(tx, ctx, {
        action: "calendarFeed.revoked",
        targetType: "calendarFeed",
        targetId: id,
      });
    }
    const feed = await tx.calendarFeed.findFirst({
      where: own,
      select: { id: true, revokedAt: true },
    });
    if (feed === null) throw notFound();
    return feed;
  });
}

/** How long past sessions stay in a feed. */
const PAST_MS = 90 * DAY;

/** How long cancelled sessions stay in a feed, for every client to see the cancellation. */
const OFF_MS = 30 * DAY;
const OFF_MAX = 200;
const OFF = ["cancelled", "declined", "expired"] as const;

/**
 * The calendar of a feed's token: its owner's own sessions, as iCalendar text. Always takes the
 * same single read to reject.
 *
 * Errors: NOT_FOUND when the token is unknown or revoked, or its owner may not have a calendar now.
 */
export async function readCalendarFeed({ db, now, siteUrl }: Context, token: string) {
  const feed = await findFeed(db, digestOf(token));
  if (feed === null || !can(feed, "calendar:read")) throw notFound();
  const at = now();
  await noteRead(db, feed, at);

  // Not the session scope: a feed shows its owner's own sessions, never those that a role oversees.
  const own = {
    OR: [{ mentorId: feed.userId }, { menteeId: feed.userId }],
    startsAt: { gte: new Date(at.getTime() - PAST_MS) },
  } satisfies Prisma.OfficeSessionWhereInput;
  const lately = new Date(at.getTime() - OFF_MS);
  const [live, off, { name }] = await Promise.all([
    db.officeSession.findMany({
      where: { AND: [own, { NOT: hasStatus(OFF, at) }] },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      select: calendarSelect,
    }),
    // Active sessions can't overlap, which limits their number; these have no such limit.
    db.officeSession.findMany({
      where: {
        AND: [
          own,
          hasStatus(OFF, at),
          // An expired request ended automatically, without a write.
          { OR: [{ updatedAt: { gte: lately } }, { expiresAt: { gte: lately } }] },
        ],
      },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      take: OFF_MAX,
      select: calendarSelect,
    }),
    readSettings(db),
  ]);
  const sessions = [...live, ...off].map((row) => toCalendarSession(row, at));
  return toFeed(sessions, { readerId: feed.userId, siteUrl }, name);
}

const feedRow = z.object({
  id: z.uuid(),
  userId: z.string(),
  lastReadAt: z.date().nullable(),
  role,
  status: userStatus,
});

/** One indexed statement, whatever the result. */
async function findFeed(db: Db, tokenHash: string) {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT f.id, f.user_id AS "userId", f.last_read_at AS "lastReadAt",
           u.role::text AS role, u.status::text AS status
      FROM calendar_feeds f JOIN users u ON u.id = f.user_id
     WHERE f.token_hash = ${tokenHash} AND f.revoked_at IS NULL`;
  return rows[0] === undefined ? null : feedRow.parse(rows[0]);
}

/** Once an hour is enough to tell an active feed from a forgotten one. */
async function noteRead(db: Db, feed: z.infer<typeof feedRow>, at: Date) {
  if (feed.lastReadAt !== null && at.getTime() - feed.lastReadAt.getTime() < HOUR) return;
  // updateMany, because the feed may be gone by now.
  await db.calendarFeed.updateMany({ where: { id: feed.id }, data: { lastReadAt: at } });
}

/**
 * One session within the actor's scope, as iCalendar text.
 *
 * Errors: NOT_FOUND when it doesn't exist or isn't visible.
 */
export async function getSessionFile(ctx: PersonContext, id: string) {
  const { actor, siteUrl } = ctx;
  return toSessionFile(await readSession(ctx, id), { readerId: actor.id, siteUrl });
}

/**
 * The address of another calendar's page, with one session within the actor's scope.
 *
 * Errors: NOT_FOUND when it doesn't exist, isn't visible or won't take place.
 */
export async function getCalendarPage(
  ctx: PersonContext,
  { id, page }: { id: string; page: CalendarPage },
) {
  const { actor, siteUrl } = ctx;
  const session = await readSession(ctx, id);
  const address = addToCalendarAddress(session, { readerId: actor.id, siteUrl, page });
  if (address === null) throw notFound();
  return address;
}

async function readSession({ db, actor, now }: PersonContext, id: string) {
  const input = officeSessionByIdInput.safeParse({ id });
  if (!input.success) throw notFound();
  const row = await db.officeSession.findFirst({
    where: { AND: [input.data, officeSessionScope(actor)] },
    select: calendarSelect,
  });
  if (row === null) throw notFound();
  return toCalendarSession(row, now());
}
