import type { Db } from "@sundial/db";
import type { TimeFormats } from "@sundial/validators/time";
import { type NoticeRow, noticeOf } from "./words.ts";

/** Puts notifications of one person into words, in their order. */
export async function toNotices(
  db: Pick<Db, "user">,
  rows: readonly NoticeRow[],
  reader: { timeZone: string; formats: TimeFormats },
) {
  const actors = new Set(rows.flatMap(({ actorId }) => actorId ?? []));
  const people = await db.user.findMany({
    where: { id: { in: [...actors] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.flatMap((row) => {
    const words = noticeOf(row, { ...reader, names });
    if (words === null) return [];
    const { id, kind, createdAt, readAt } = row;
    return [{ id, kind, createdAt, isRead: readAt !== null, ...words }];
  });
}
