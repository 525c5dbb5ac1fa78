import type { OfferedProvider } from "@sundial/auth/provider-variables";
import type pg from "pg";
import { z } from "zod";
import { countSource } from "./accounting.ts";
import type { MovePlan } from "./move-source.ts";
import { countRoleWords, roleWords } from "./role-words.ts";
import { countWaysBefore, wayCounts } from "./ways-in.ts";

/** What a source has: rows by entity, people by way in, and words for roles. */
const sourceCounts = z.object({
  rows: z.record(z.string(), z.number()),
  waysIn: wayCounts,
  roleWords,
});
type SourceCounts = z.infer<typeof sourceCounts>;

/** Counts the source, and keeps the result with the run for reports that can't see the source. */
export async function surveyCounts(
  { source, target }: { source: pg.ClientBase; target: pg.ClientBase },
  plan: MovePlan,
  offered: OfferedProvider[],
): Promise<SourceCounts> {
  const counts = {
    rows: Object.fromEntries(await countSource(source, plan.entities)),
    waysIn: await countWaysBefore(source, plan, offered),
    roleWords: plan.roles === null ? [] : await countRoleWords(source, plan.roles),
  };
  await target.query(
    `UPDATE public.migration_runs SET source_counts = $1
     WHERE id = $2 AND source_counts IS DISTINCT FROM $1::jsonb`,
    [counts, plan.run.runId],
  );
  return counts;
}

/** What was kept; null for a run of an earlier version. */
export async function keptCounts(target: pg.ClientBase, runId: string) {
  const { rows } = await target.query<{ counts: unknown }>(
    "SELECT source_counts AS counts FROM public.migration_runs WHERE id = $1",
    [runId],
  );
  return sourceCounts.safeParse(rows[0]?.counts).data ?? null;
}
