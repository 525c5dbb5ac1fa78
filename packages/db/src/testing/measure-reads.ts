import type { Db } from "../client.ts";

/** What some work read of one table, including its indexes. */
export interface TableReads {
  /** Rows read by sequential scans, and the number of scans. */
  sequentialRows: number;
  sequentialScans: number;
  /** Rows found through indexes. */
  indexRows: number;
  /** Blocks of 8 kB, from memory or disk. */
  blocks: number;
}

/**
 * Counts what some work reads, by Postgres's own statistics: everything its statements, triggers
 * and foreign keys touch, with the real plans. The client must have one connection (`poolSize: 1`),
 * and nobody else may use the database meanwhile.
 */
export async function measureReads<Result>(db: Db, work: () => Promise<Result>) {
  const before = await readCounters(db);
  const result = await work();
  const after = await readCounters(db);
  const reads = new Map<string, TableReads>();
  for (const [table, { sequentialRows, sequentialScans, indexRows, blocks }] of after) {
    const then = before.get(table) ?? NOTHING;
    const read = {
      sequentialRows: sequentialRows - then.sequentialRows,
      sequentialScans: sequentialScans - then.sequentialScans,
      indexRows: indexRows - then.indexRows,
      blocks: blocks - then.blocks,
    };
    if (read.sequentialScans + read.indexRows + read.blocks > 0) reads.set(table, read);
  }
  return { result, reads };
}

const NOTHING = { sequentialRows: 0, sequentialScans: 0, indexRows: 0, blocks: 0 };

async function readCounters(db: Db): Promise<Map<string, TableReads>> {
  // A connection reports its counts at most once a second, unless forced.
  await db.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  const rows = await db.$queryRaw<(TableReads & { table: string })[]>`
    SELECT t.relname::text AS "table", seq_scan::float8 AS "sequentialScans",
           seq_tup_read::float8 AS "sequentialRows",
           coalesce((SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid), 0)::float8 AS "indexRows",
           (heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0)
             + coalesce(toast_blks_read + toast_blks_hit, 0))::float8 AS blocks
      FROM pg_stat_user_tables t JOIN pg_statio_user_tables USING (relid)`;
  return new Map(rows.map(({ table, ...reads }) => [table, reads]));
}
