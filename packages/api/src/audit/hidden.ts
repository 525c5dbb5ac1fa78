import type { Db } from "@sundial/db";

interface Reader {
  id: string;
}

/**
 * The targets of events that this reader must not see, whatever their role: reports about
 * themselves, notes of staff about them, and feedback about themselves that isn't revealed yet. Almost always none.
 */
export async function hiddenTargets(db: Db, { id }: Reader, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM misuse_reports WHERE reported_id = ${id}
    UNION ALL
    SELECT id::text FROM staff_notes WHERE about_id = ${id}
    UNION ALL
    SELECT id::text FROM feedback WHERE about_id = ${id} AND announced_at IS NULL AND visible_at > ${now}`;
  return rows.map((row) => row.id);
}
