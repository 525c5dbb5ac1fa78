import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { databaseName, openTarget } from "../connections.ts";
import type { MovePlan, MoveSource } from "../engine/move-source.ts";
import { peopleRows } from "../engine/remove.ts";
import type { Run } from "../engine/run.ts";
import { openSessions, type Sessions } from "../engine/sessions.ts";
import type { SourceEntity } from "../engine/staging.ts";
import { writePeople } from "../engine/write.ts";
import { MigrationRefused } from "../refusal.ts";
import { identifier } from "../sql.ts";
import { decryptStaged, type EncryptionKeys, isEncrypted } from "./encryption.ts";
import { expectedFactors } from "./factors.ts";
import { expectedIdentities, providerOf } from "./identities.ts";
import { countLeftBehind } from "./left-behind.ts";
import { parseMapping } from "./mapping.ts";
import { preflight, type RunOptions, transformOf } from "./preflight.ts";
import { preparations } from "./preparations.ts";
import { expectedProfiles } from "./profiles.ts";
import type { Transform } from "./transform.ts";
import { findTwins } from "./twins.ts";
import { expectedUsers, isKnownHash, roleClaim } from "./users.ts";

/** Access to both sides, and the application's secret, if known. */
export interface SupabaseAccess {
  fromUrl: string;
  toUrl: string;
  secret: string | undefined;
  /** The keys of columns that the project encrypts. */
  keys: EncryptionKeys;
}

/** A Supabase project as a source of users. */
export function supabaseSource(access: SupabaseAccess): MoveSource<RunOptions> {
  return {
    source: "supabase",
    sourceDatabase: databaseName(access.fromUrl),
    users: "auth.users",
    rows: peopleRows,
    isLive: true,
    readOptions: (stored) => runOptionsSchema.parse(stored),
    open: (beside) => openSessions(access, beside),
    async survey(sessions, options) {
      await requireTwoDatabases(sessions);
      const found = await preflight(sessions, access, options);
      return (run) => planOf(transformOf(run, options, found), found, access);
    },
    countLeftBehind,
  };
}

function planOf(
  transform: Transform,
  { entities, box, layout, isEncrypting }: Awaited<ReturnType<typeof preflight>>,
  { toUrl, keys }: SupabaseAccess,
): MovePlan {
  return {
    run: { runId: transform.runId, entities: transform.entities, rows: peopleRows },
    entities,
    tables: [
      { table: "auth.users", owner: "id" },
      ...(layout.hasIdentities ? [{ table: "auth.identities", owner: "user_id" }] : []),
      ...(layout.hasFactors ? [{ table: "auth.mfa_factors", owner: "user_id" }] : []),
      ...(layout.hasPasskeys ? [{ table: "auth.webauthn_credentials", owner: "user_id" }] : []),
      ...transform.mapping.profiles.map(({ table, owner }) => ({
        table,
        owner: identifier(owner),
      })),
    ],
    box,
    decryption: isEncrypting
      ? {
          decrypt: (session) => decryptStaged(session, keys),
          openSession: () => openTarget(toUrl),
        }
      : undefined,
    preparations: preparations(transform),
    write: (target, { isFresh }) =>
      writePeople(target, { hasProfiles: transform.mapping.profiles.length > 0, isFresh }),
    expected: (entity, rows) => expectedRows(transform, entity, rows),
    roles: {
      // A column of type json may have text that no server can read; its words aren't listed.
      words: `SELECT CASE WHEN pg_typeof(u.raw_app_meta_data) = 'jsonb'::regtype
        THEN ${roleClaim(transform, "u.raw_app_meta_data::jsonb")} END FROM auth.users u`,
      values: transform.mapping.roles?.values ?? {},
    },
    hasUnknownPassword: `coalesce(u.password_hash, '') <> '' AND NOT ${isKnownHash("u.password_hash")}
      AND NOT ${isEncrypted("u.password_hash")}`,
    providerName: (identity) => providerOf(transform, `${identity}.provider`),
    findTwins: (sessions) => findTwins(sessions, transform, layout.hasIdentities),
  };
}

function expectedRows(transform: Transform, { kind, name }: SourceEntity, rows: string) {
  if (kind === "user") return expectedUsers(transform, rows);
  if (kind === "identity") return expectedIdentities(transform, rows);
  if (kind === "factor") return expectedFactors(transform, rows);
  const table = transform.mapping.profiles.find((profile) => profile.table === name);
  if (table === undefined) throw new Error(`no mapping for ${name}`);
  return expectedProfiles(transform, table, rows);
}

/** With one database as both, the target would be migrated into itself. */
export async function requireTwoDatabases({ source, target }: Sessions) {
  const query = `SELECT pg_postmaster_start_time()::text || ' ' || oid AS id FROM pg_database WHERE datname = current_database()`;
  const [one, other] = [await source.query(query), await target.query(query)];
  if (!isDeepStrictEqual(one.rows, other.rows)) return;
  throw new MigrationRefused(
    "SAME_DATABASE",
    "the source and the target are the same database; check FROM_DATABASE_URL and TO_DATABASE_URL",
  );
}

const runOptionsSchema = z.object({
  decisions: z.object({
    deleted: z.enum(["exclude", "tombstone"]),
    unknownHashes: z.enum(["refuse", "quarantine", "drop"]),
    remapIds: z.boolean(),
  }),
  mapping: z.unknown().transform(parseMapping),
});

/** The entities of a Supabase run's records. */
export function supabaseEntities(run: Run) {
  const { mapping } = runOptionsSchema.parse(run.options);
  return [
    { name: "user", kind: "user" as const },
    { name: "identity", kind: "identity" as const },
    { name: "factor", kind: "factor" as const },
    ...mapping.profiles.map(({ table }) => ({ name: table, kind: "profile" as const })),
  ];
}
