import type { Db } from "@sundial/db";

/**
 * What they said when they reported somebody as absent, what staff wrote about them, without who
 * wrote it, and the filters they keep. The app doesn't show the notes of staff to them.
 */
export async function readKept(db: Db, userId: string) {
  const [noShowReports, staffNotes, savedFilters] = await Promise.all([
    db.noShowReport.findMany({
      where: { authorId: userId },
      orderBy: { createdAt: "asc" },
      omit: { authorId: true },
    }),
    db.staffNote.findMany({
      where: { aboutId: userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { body: true, createdAt: true, updatedAt: true },
    }),
    db.savedFilter.findMany({
      where: { userId },
      orderBy: { createdAt: "asc" },
      select: { page: true, name: true, query: true, createdAt: true },
    }),
  ]);
  return { noShowReports, staffNotes, savedFilters };
}
