import { type Db, type DbTransaction, Prisma, tryLockTask } from "@sundial/db";
import { localDate } from "@sundial/validators/time";
import { plusDays } from "@sundial/validators/wall-clock";
import { inTransaction } from "../transaction.ts";
import { countSessions, DAY_COLUMNS } from "./count-sessions.ts";
import { localDays } from "./periods.ts";

/** Days counted in one transaction. */
const BATCH = 7;

interface Sweep {
  db: Db;
  now: Date;
}

/**
 * Keeps the counts of past days: counts days that have ended, and again those of which something has
 * changed since. Starts over when the program's time zone changes. Returns the number of days it
 * counted.
 */
export async function countProgramDays({ db, now }: Sweep): Promise<number> {
  const timeZone = await inTransaction(db, async (tx) => {
    if (!(await tryLockTask(tx, "dashboardDays"))) return null;
    return findChanges(tx, now);
  });
  if (timeZone === null) return 0;
  let counted = 0;
  for (;;) {
    const batch = await inTransaction(db, async (tx) => {
      if (!(await tryLockTask(tx, "dashboardDays"))) return 0;
      return countUncounted(tx, { timeZone, now });
    });
    counted += batch;
    if (batch < BATCH) return counted;
  }
}

interface Progress {
  timeZone: string;
  countedZone: string | null;
  changesFrom: bigint;
  oldestRunning: bigint;
  isNewCluster: boolean;
}

/** Marks the days to count and returns the zone whose dates they are. */
async function findChanges(tx: DbTransaction, now: Date): Promise<string | null> {
  // Transaction numbers begin anew when a dump is restored elsewhere.
  const [progress] = await tx.$queryRaw<Progress[]>`
    SELECT s.time_zone AS "timeZone", p.time_zone AS "countedZone", p.changes_from AS "changesFrom",
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "oldestRunning",
           p.changes_from > pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS "isNewCluster"
      FROM program_settings s, dashboard_progress p`;
  if (progress === undefined) return null;
  const { timeZone, countedZone, changesFrom, oldestRunning, isNewCluster } = progress;
  const yesterday = plusDays(localDate(now, timeZone), -1);
  if (countedZone !== timeZone || isNewCluster) {
    await tx.programDay.deleteMany();
    const first = Prisma.sql`(SELECT min(starts_at) FROM office_sessions)`;
    await addDays(tx, Prisma.sql`(${first} AT TIME ZONE 'UTC')::date`, yesterday);
  } else {
    await markChanges(tx, changesFrom, yesterday);
  }
  await tx.dashboardProgress.update({
    where: { id: 1 },
    data: { timeZone, changesFrom: oldestRunning, countedAt: now },
  });
  return timeZone;
}

/** Adds the days from one date in UTC on that aren't there, to be counted. */
function addDays(tx: DbTransaction, from: Prisma.Sql, yesterday: string) {
  return tx.$executeRaw`
    INSERT INTO program_days (local_date)
    SELECT day::date FROM generate_series(
      ${from} - 1, ${yesterday}::date, interval '1 day') day
    ON CONFLICT (mentor_id, local_date) DO NOTHING`;
}

/** Marks the days on which changed sessions count, and those that depend on them. */
async function markChanges(tx: DbTransaction, changesFrom: bigint, yesterday: string) {
  const affected = await tx.$queryRaw<{ date: string }[]>`
    SELECT DISTINCT date::text
      FROM office_sessions, program_days_affected(starts_at, mentor_id, mentee_id) date
     WHERE changed_tx >= ${changesFrom} ORDER BY date`;
  const dates = affected.map(({ date }) => date);
  if (dates.length > 0) {
    await tx.$executeRaw`
      UPDATE program_days SET counted_at = NULL
       WHERE mentor_id = '' AND local_date = ANY (${dates}::date[]) AND counted_at IS NOT NULL`;
  }
  const last = Prisma.sql`(
    SELECT local_date FROM program_days WHERE mentor_id = '' ORDER BY local_date DESC LIMIT 1)`;
  const [first] = dates;
  await addDays(
    tx,
    first === undefined ? last : Prisma.sql`least(${last}, ${first}::date)`,
    yesterday,
  );
}

async function countUncounted(
  tx: DbTransaction,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<number> {
  // A sweep that marks one of these days again waits until they are counted.
  const rows = await tx.$queryRaw<{ date: string }[]>`
    SELECT local_date::text AS date FROM program_days
     WHERE counted_at IS NULL AND mentor_id = ''
     ORDER BY local_date DESC LIMIT ${BATCH} FOR UPDATE`;
  if (rows.length === 0) return 0;
  await tx.$executeRaw`SET LOCAL jit = off`;
  const dates = rows.map(({ date }) => date);
  const days = localDays(dates, timeZone);
  await tx.$executeRaw`DELETE FROM program_days WHERE local_date = ANY (${dates}::date[]) AND mentor_id <> ''`;
  await tx.$executeRaw`
    WITH counts (${DAY_COLUMNS}) AS (${countSessions({ days, now, mentorIds: "all" })}),
    offered AS (
      SELECT local_date, sum(minutes)::int AS minutes, count(*)::int AS mentors
        FROM offered_minutes WHERE local_date = ANY (${dates}::date[]) GROUP BY local_date),
    empty (local_date) AS (SELECT unnest(${dates}::date[]) EXCEPT SELECT local_date FROM counts)
    INSERT INTO program_days (${DAY_COLUMNS}, offered_minutes, offered_mentors, counted_at)
    SELECT c.*, CASE WHEN c.mentor_id = '' THEN coalesce(o.minutes, 0) ELSE 0 END,
           CASE WHEN c.mentor_id = '' THEN coalesce(o.mentors, 0) ELSE 0 END, ${now}::timestamptz
      FROM counts c LEFT JOIN offered o USING (local_date)
    UNION ALL
    SELECT '', e.local_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '{}', '{}', '{}', '{}',
           coalesce(o.minutes, 0), coalesce(o.mentors, 0), ${now}::timestamptz
      FROM empty e LEFT JOIN offered o USING (local_date)
    ON CONFLICT (mentor_id, local_date) DO UPDATE SET ${ALL_COLUMNS}`;
  return rows.length;
}

const ALL_COLUMNS = Prisma.raw(
  [
    ..."completed no_shows disputed cancelled_late cancelled declined expired open".split(" "),
    ..."booked_minutes recorded_minutes offered_minutes offered_mentors ratings".split(" "),
    ..."rating_sum mentees_before mentors_before pairs_before mentees".split(" "),
    ..."raters first_waits counted_at".split(" "),
  ]
    .map((column) => `${column} = EXCLUDED.${column}`)
    .join(", "),
);
