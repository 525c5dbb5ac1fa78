import type { Db } from "@sundial/db";
import type { TimeFormats } from "@sundial/validators/time";
import { type NoticeRow, noticeOf, nudgeOf } from "./words.ts";

/** Puts notifications of one person into words, in their order. */
export async function toNotices(
  db: Pick<Db, "user" | "nudge">,
  rows: readonly NoticeRow[],
  reader: { timeZone: string; formats: TimeFormats },
) {
  const actors = new Set(rows.flatMap(({ actorId }) => actorId ?? []));
  const nudgeIds = rows.flatMap((row) => nudgeOf(row) ?? []);
  const [people, written] = await Promise.all([
    db.user.findMany({
      where: { id: { in: [...actors] } },
      select: { id: true, name: true },
    }),
    nudgeIds.length === 0
      ? []
      : db.nudge.findMany({ where: { id: { in: nudgeIds } }, select: { id: true, text: true } }),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const nudges = new Map(written.map(({ id, text }) => [id, text]));
  return rows.flatMap((row) => {
    const words = noticeOf(row, { ...reader, names, nudges });
    if (words === null) return [];
    const { id, kind, createdAt, readAt } = row;
    return [{ id, kind, createdAt, isRead: readAt !== null, ...words }];
  });
}
