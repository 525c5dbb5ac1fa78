import { formatNumber } from "@sundial/validators";
import type pg from "pg";
import { z } from "zod";
import { openLoaded } from "../engine/loaded.ts";
import type { MovePlan, MoveSource } from "../engine/move-source.ts";
import { peopleRows } from "../engine/remove.ts";
import { closeSessions } from "../engine/sessions.ts";
import type { SourceEntity } from "../engine/staging.ts";
import { copy } from "../engine/staging.ts";
import { verdict } from "../engine/verdict.ts";
import { writePeople } from "../engine/write.ts";
import { MigrationRefused } from "../refusal.ts";
import { expectedIdentities, judgedIdentities, providerOf } from "./identities.ts";
import { copyPool, loadPool, type PoolExport } from "./load.ts";
import { type PoolMapping, parsePoolMapping } from "./mapping.ts";
import { expectedOthers, judgedOthers } from "./memberships.ts";
import { poolEntities } from "./rows.ts";
import type { PoolTransform } from "./transform.ts";
import { expectedUsers, judgedUsers } from "./users.ts";

/** A run's initial options, as stored in the run. */
export interface PoolOptions {
  mapping: PoolMapping;
}

const storedOptions = z.object({ mapping: z.unknown() });

/** An export of a Cognito user pool as a source of users. It is read once, during the survey. */
export function poolSource(
  exported: PoolExport,
  { toUrl, say = () => {} }: { toUrl: string; say?: (line: string) => void },
): MoveSource<PoolOptions> {
  const { poolId } = exported;
  return {
    source: "cognito",
    sourceDatabase: poolId,
    users: "pool_users",
    rows: peopleRows,
    isLive: false,
    readOptions: (stored) => ({
      mapping: parsePoolMapping(storedOptions.parse(stored).mapping, poolId),
    }),
    async open(beside) {
      const sessions = await openLoaded(toUrl);
      try {
        if (beside !== undefined) await copyPool(beside.source, sessions.source, poolId);
        return sessions;
      } catch (error) {
        await closeSessions(sessions);
        throw error;
      }
    },
    async survey({ source }, { mapping }) {
      say("Reading the export");
      const rows = await loadPool(source, exported);
      say(`Read ${formatNumber(rows)} rows`);
      await requireUsers(source);
      const entities = poolEntities.map(({ name, kind }) => ({ name, kind }));
      return ({ id, startedAt }) => planOf({ runId: id, startedAt, entities, poolId, mapping });
    },
    countLeftBehind: async () => ({}),
  };
}

async function requireUsers(source: pg.ClientBase) {
  const { rows } = await source.query("SELECT FROM pool_users LIMIT 1");
  if (rows.length > 0) return;
  throw new MigrationRefused("SOURCE_EMPTY", "the export has no users");
}

function planOf(transform: PoolTransform): MovePlan {
  const { runId, entities, mapping } = transform;
  const isAccount = "j.provider_id IS NOT NULL AND j.account_id IS NOT NULL";
  return {
    run: { runId, entities, rows: peopleRows },
    entities: poolEntities,
    tables: [],
    // A pool doesn't export the secrets of authenticator apps.
    box: undefined,
    preparations: {
      prepared_users: verdict(judgedUsers(transform), "user"),
      prepared_identities: verdict(judgedIdentities(transform), "identity", isAccount),
      prepared_factors: verdict(NO_FACTORS, "factor"),
      prepared_profiles: verdict(judgedOthers(transform), "profile", "false"),
    },
    write: (target, { isFresh }) => writePeople(target, { hasProfiles: true, isFresh }),
    expected: (entity, rows) => expectedRows(transform, entity, rows),
    roles: {
      words: "SELECT jsonb_array_elements_text(g.groups) FROM pool_groups g",
      values: mapping.groups,
    },
    hasUnknownPassword: "false",
    providerName: (identity) => providerOf(mapping, `${identity}.provider`, `${identity}.data`),
    findTwins: ({ source, target }) => {
      const account = providerOf(mapping, "i.provider", "i.data");
      const twins = `SELECT ${account}, i.subject FROM pool_identities i
        WHERE ${account} IS NOT NULL AND i.subject IS NOT NULL GROUP BY 1, 2 HAVING min(i.id::text) <> max(i.id::text)`;
      return copy(source, twins, target, "twin_subjects");
    },
  };
}

function expectedRows(transform: PoolTransform, { kind }: SourceEntity, rows: string) {
  if (kind === "user") return expectedUsers(transform, rows);
  return kind === "identity" ? expectedIdentities(transform, rows) : expectedOthers(rows);
}

const NO_FACTORS = `SELECT owner, key, NULL::bytea AS source_digest, '{}'::text[] AS excluded,
    '{}'::text[] AS quarantined, '{}'::text[] AS flagged, secret, NULL::text AS sealed, type,
    NULL::jsonb AS unplaced, key AS id, owner AS user_id, name, created_at AS verified_at, created_at,
    updated_at
  FROM staged_factors`;
