import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfferedProvider } from "@sundial/auth/provider-variables";
import type pg from "pg";
import { type Mode, moveIn } from "../engine/move-in.ts";
import type { MoveSource } from "../engine/move-source.ts";
import { requireRun } from "../engine/run.ts";
import { closeSessions, type Sessions } from "../engine/sessions.ts";
import { verifyMove } from "../engine/verify.ts";
import { createProgress, type Progress } from "../progress.ts";
import type { EncryptionKeys } from "../supabase/encryption.ts";
import { parseMapping } from "../supabase/mapping.ts";
import { supabaseSource } from "../supabase/source.ts";
import type { Decisions } from "../supabase/transform.ts";
import { SUPABASE_MAPPING } from "./supabase-schema.ts";

export const SECRET = "an application secret of 32 characters";

export interface Urls {
  fromUrl: string;
  toUrl: string;
}

/** Runs a migration as the command would, silently. */
export async function move(
  { fromUrl, toUrl }: Urls,
  mode: Mode = "apply",
  decisions: Partial<Decisions> & {
    mapping?: unknown;
    batchSize?: number;
    secret?: string | null;
    keys?: EncryptionKeys;
    offered?: OfferedProvider[];
    progress?: Progress;
    /** What happens at the source just before the first pass ends. */
    betweenPasses?: () => Promise<unknown>;
  } = {},
) {
  const {
    mapping = SUPABASE_MAPPING,
    batchSize = 1000,
    secret = SECRET,
    keys = new Map(),
    offered = [],
    progress = createProgress("lines", () => {}),
    betweenPasses,
    ...decided
  } = decisions;
  const source = supabaseSource({ fromUrl, toUrl, secret: secret ?? undefined, keys });
  return moveIn(
    mode,
    {
      toUrl,
      offered,
      batchSize,
      workers: 2,
      progress,
      isStopping: () => false,
    },
    betweenPasses ? interrupted(source, betweenPasses) : source,
    mode === "resume"
      ? undefined
      : {
          decisions: { deleted: "exclude", unknownHashes: "refuse", remapIds: false, ...decided },
          mapping: parseMapping(mapping),
        },
    await mkdtemp(join(tmpdir(), "sundial-migrate-")),
  );
}

/**
 * A source that changes before the second pass opens it: the first pass is in the snapshot of the
 * survey.
 */
function interrupted<Options>(source: MoveSource<Options>, betweenPasses: () => Promise<unknown>) {
  let opened = 0;
  return {
    ...source,
    async open(beside?: Sessions) {
      if (beside === undefined) opened += 1;
      if (beside === undefined && opened === 2) await betweenPasses();
      return source.open(beside);
    },
  };
}

/** Verifies the latest run. */
export async function verifyLatest(urls: Urls, keys: EncryptionKeys = new Map()) {
  const { fromUrl, toUrl } = urls;
  const source = supabaseSource({ fromUrl, toUrl, secret: SECRET, keys });
  const sessions = await source.open();
  try {
    const run = await requireRun(sessions.target);
    const planOf = await source.survey(sessions, source.readOptions(run.options));
    return await verifyMove(sessions, planOf(run));
  } finally {
    await closeSessions(sessions);
  }
}

/** A source row's outcome. */
export async function recordOf(target: pg.ClientBase, key: string, entity = "user") {
  const { rows } = await target.query<{
    outcome: string;
    codes: string[];
    target_key: string | null;
    unplaced: unknown;
  }>(
    "SELECT outcome::text, codes, target_key, unplaced FROM migration_records WHERE source_key = $1 AND entity = $2",
    [key, entity],
  );
  return rows[0];
}

const MOVED = [
  "users",
  "accounts",
  "totp_factors",
  "avatar_fetches",
  "mentee_profiles",
  "mentor_profiles",
  "expertise",
];

/**
 * Everything a migration writes, as sorted text: two targets are equal if these are. Without the
 * number of the transaction that wrote a session, which is never the same.
 */
export async function dump(target: pg.ClientBase, tables = MOVED) {
  const parts: string[] = [];
  for (const table of tables) {
    const { rows } = await target.query<{ row: string }>(
      `SELECT row FROM (
         SELECT CASE WHEN to_jsonb(t) ? 'changed_tx' THEN (to_jsonb(t) - 'changed_tx')::text
                     ELSE t::text END AS row FROM public.${table} t) rows
        ORDER BY row COLLATE "C"`,
    );
    parts.push(`${table}\n${rows.map(({ row }) => row).join("\n")}`);
  }
  const { rows } = await target.query<{ row: string }>(
    `SELECT (owner_key, entity, source_key, target_key, outcome, codes, source_digest, digest, unplaced)::text AS row
     FROM migration_records ORDER BY owner_key, entity, source_key`,
  );
  return [...parts, ...rows.map(({ row }) => row)].join("\n");
}

/**
 * The version of each row in every table: equal before and after means that nothing was written.
 * Without xmax, which names the last lock on a row until a vacuum clears it.
 */
export async function rowVersions(target: pg.ClientBase) {
  const tables = await target.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const versions: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const { rows } = await target.query<{ version: string }>(
      `SELECT ctid || ' ' || xmin AS version FROM ${name} ORDER BY ctid`,
    );
    versions[name] = rows.map(({ version }) => version);
  }
  return versions;
}
