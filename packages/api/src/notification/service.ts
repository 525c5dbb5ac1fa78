import {
  formatSettingsOf,
  type ListNotificationsInput,
  type ReadNotificationsInput,
} from "@sundial/validators";
import { timeFormats } from "@sundial/validators/time";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { toNotices } from "./read-notices.ts";
import { noticeSelect } from "./words.ts";

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * The actor's notifications, newest first, in words for them.
 *
 * Errors: INVALID_INPUT for a cursor of another list.
 */
export async function listNotifications(ctx: PersonContext, input: ListNotificationsInput) {
  const { db, actor } = ctx;
  const [at, id] = input.cursor ? decodeCursor(position, input.cursor) : [];
  const rows = await db.notification.findMany({
    where: {
      userId: actor.id,
      inApp: true,
      ...(at === undefined
        ? {}
        : { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    select: noticeSelect,
  });
  const { items, nextCursor } = pageOf(rows, input.limit, (row) => [
    row.createdAt.toISOString(),
    row.id,
  ]);
  const { timeZone } = actor;
  const reader = { timeZone, formats: timeFormats(formatSettingsOf(actor)) };
  return { items: await toNotices(db, items, reader), nextCursor };
}

/** How many of the actor's notifications are unread. */
export async function countUnreadNotifications({ db, actor }: PersonContext) {
  return { unread: await db.notification.count({ where: unreadOf(actor.id) }) };
}

const unreadOf = (userId: string) => ({ userId, inApp: true, readAt: null });

/**
 * Marks a notification as read, with all before it unless only that one is meant. Repeating it has
 * no effect.
 *
 * Errors: NOT_FOUND unless it is the actor's.
 */
export async function readNotifications(ctx: PersonContext, input: ReadNotificationsInput) {
  const { db, actor } = ctx;
  const newest = await db.notification.findFirst({
    where: { id: input.upTo, userId: actor.id, inApp: true },
    select: { id: true, createdAt: true },
  });
  if (newest === null) throw notFound();
  const { id, createdAt } = newest;
  await db.notification.updateMany({
    where: {
      ...unreadOf(actor.id),
      ...(input.only
        ? { id }
        : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lte: id } }] }),
    },
    data: { readAt: ctx.now() },
  });
  return countUnreadNotifications(ctx);
}
