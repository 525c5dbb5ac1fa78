import { chmod, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { literal } from "../sql.ts";
import type { EntityTotals } from "./accounting.ts";
import type { RoleWord } from "./role-words.ts";
import type { WaysIn } from "./ways-in.ts";

/** A run's result: counts and stable codes, without addresses, hashes, tokens or secrets. */
export interface Report {
  run: string;
  source: string;
  rehearsal: boolean;
  totals: EntityTotals[];
  /** How everybody signs in, before and after. */
  waysIn: WaysIn;
  /** The words in the source's claims for roles. */
  roleWords: RoleWord[];
  /** Rows that are never migrated, such as sessions, by table of the source. */
  dropped: Record<string, number>;
  /** Rows about people that aren't in the mapping, by table of the source. */
  unmapped: Record<string, number>;
  /** About how many rows about people can't be read; null if not even that is known. */
  unreadable: Record<string, number | null>;
}

/** What a source has and a migration leaves out. */
export type LeftBehind = Pick<Report, "dropped" | "unmapped" | "unreadable">;

export interface QuarantinedRow {
  owner: string;
  entity: string;
  key: string;
  codes: string[];
}

const PAGE = 5_000;

/** The quarantined rows, in the order of their people, page by page. */
export async function* quarantinedRows(target: pg.ClientBase, runId: string, code?: string) {
  let after: QuarantinedRow | undefined;
  for (;;) {
    const position = after
      ? `AND (r.owner_key, r.entity, r.source_key) > (${literal(after.owner)}, ${literal(after.entity)}, ${literal(after.key)})`
      : "";
    const { rows } = await target.query<QuarantinedRow>(
      `SELECT r.owner_key AS owner, r.entity, r.source_key AS key, r.codes FROM public.migration_records r
       WHERE r.run_id = ${literal(runId)} AND r.outcome = 'quarantined' ${position}
         ${code === undefined ? "" : `AND ${literal(code)} = ANY (r.codes)`}
       ORDER BY 1, 2, 3 LIMIT ${PAGE}`,
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

/** Writes the report and the quarantine side by side, readable only by their owner. */
export async function writeReport(target: pg.ClientBase, folder: string, report: Report) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = report.rehearsal ? "rehearsal" : report.run;
  const reportFile = join(folder, `${name}.json`);
  await writePrivately(reportFile, async (write) => {
    await write(`${JSON.stringify(report, null, 2)}\n`);
  });
  const quarantineFile = join(folder, `${name}.quarantine.jsonl`);
  await writePrivately(quarantineFile, async (write) => {
    for await (const row of quarantinedRows(target, report.run)) {
      await write(`${JSON.stringify(row)}\n`);
    }
  });
  return { reportFile, quarantineFile };
}

async function writePrivately(
  path: string,
  fill: (write: (text: string) => Promise<void>) => Promise<void>,
) {
  const file = await open(path, "w", 0o600);
  try {
    // An existing file keeps its mode.
    await chmod(path, 0o600);
    await fill((text) => file.appendFile(text));
  } finally {
    await file.close();
  }
}
