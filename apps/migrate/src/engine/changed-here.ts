import { literal } from "../sql.ts";
import { OWN_TABLES, strangers } from "./remove.ts";
import { isHead } from "./written.ts";

/** Events about a person that change nothing of theirs; others can cause some of them, too. */
const CHANGES_NOTHING = [
  "account.invited",
  "account.passwordResetRequested",
  "account.signInLinkRequested",
  "account.emailChangeRequested",
  "account.codeRequired",
  "account.signedOut",
  "account.exported",
  "member.viewed",
  "signInMethod.connectionRequested",
];

/** What takes a person's words out of rows that others share. */
const ERASING = "e.action IN ('account.erased', 'member.erased')";

/**
 * Whether the audit log explains that a person's rows differ from what the run wrote: every change
 * in the product leaves an event in the same transaction. `owner` is the person's id in the source.
 */
export function hasChangedHere(runId: string, owner: string) {
  const run = literal(runId);
  const events = (column: string, id: string, among = "true") =>
    `EXISTS (SELECT FROM public.events e WHERE e.${column} = ${id} AND ${among}
       AND e.at >= (SELECT started_at FROM public.migration_runs WHERE id = ${run})
       AND e.action NOT IN (${CHANGES_NOTHING.map(literal).join(", ")})
       AND (e.action <> 'account.signInFailed' OR e.reason LIKE 'old system: %'))`;
  return `EXISTS (SELECT FROM public.migration_records m
    WHERE m.run_id = ${run} AND m.owner_key = ${owner} AND ${isHead("m")}
      AND (${events("target_id", "m.target_key")} OR ${events("actor_id", "m.target_key")}
        OR ${events("target_id", "m.unplaced ->> 'mentorId'", ERASING)}
        OR ${events("target_id", "m.unplaced ->> 'menteeId'", ERASING)}))`;
}

/** Whether a pass found the person changed on both sides, and left them as they are here. */
export function isLeftAsItIs(runId: string, owner: string) {
  return `${owner} IN (SELECT m.owner_key FROM public.migration_records m
    WHERE m.run_id = ${literal(runId)} AND ${isHead("m")}
      AND 'CHANGED_ON_BOTH_SIDES' = ANY (m.codes))`;
}

/** Rows of migrated people that the run didn't write: table, key in hex, and whether explained. */
export function addedRows(runId: string) {
  const explained = `${isLeftAsItIs(runId, "p.owner")} OR ${hasChangedHere(runId, "p.owner")}`;
  const people = `SELECT owner_key AS owner, target_key AS id FROM public.migration_records
    WHERE run_id = ${literal(runId)} AND entity = 'user' AND target_key IS NOT NULL`;
  return OWN_TABLES.map(
    (
      table,
    ) => `SELECT ${literal(table.table)}, encode(convert_to(x.key, 'UTF8'), 'hex'), ${explained}
      FROM (${people}) p CROSS JOIN LATERAL (
        SELECT x.${table.key} AS key ${strangers(runId, table, "p")}) x`,
  ).join(" UNION ALL ");
}
