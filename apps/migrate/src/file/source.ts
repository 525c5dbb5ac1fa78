import { totpSecretBox } from "@sundial/auth/totp-secret";
import type { MigrationSource } from "@sundial/db";
import { formatNumber } from "@sundial/validators";
import type pg from "pg";
import { z } from "zod";
import { expectedOthers } from "../cognito/memberships.ts";
import { addressOf } from "../engine/address.ts";
import { openLoaded } from "../engine/loaded.ts";
import type { MovePlan, MoveSource } from "../engine/move-source.ts";
import { peopleRows } from "../engine/remove.ts";
import type { RoleClaims } from "../engine/role-words.ts";
import type { Run } from "../engine/run.ts";
import { requireServersSecret } from "../engine/secret.ts";
import { closeSessions, type Sessions } from "../engine/sessions.ts";
import { copy, type SourceEntity } from "../engine/staging.ts";
import { verdict } from "../engine/verdict.ts";
import { writePeople } from "../engine/write.ts";
import { MigrationRefused } from "../refusal.ts";
import { expectedFactors, judgedFactors } from "../supabase/factors.ts";
import { expectedProfiles, judgedProfiles } from "../supabase/profiles.ts";
import type { SourceWords, Transform } from "../supabase/transform.ts";
import { expectedIdentities, judgedIdentities } from "./identities.ts";
import { copyPeople, loadPeople, type PeopleSource } from "./load.ts";
import { judgedOthers } from "./others.ts";
import { PROFILES } from "./profile.ts";
import { peopleEntities } from "./rows.ts";
import { expectedUsers, judgedUsers } from "./users.ts";

/** A run's initial options, as stored in the run. */
export interface PeopleOptions {
  mapping: object;
}

/** A kind of source whose rows are read here, and its name for display. */
export interface PeopleMove {
  source: MigrationSource;
  sourceDatabase: string;
  /** Errors: MAPPING_INVALID when it is wrong. */
  parseMapping: (value: unknown) => object;
  /** Opens the rows, with what the mapping says of them. */
  open: (mapping: unknown) => Promise<PeopleSource>;
}

interface Access {
  toUrl: string;
  secret: string | undefined;
  say?: (line: string) => void;
}

const storedOptions = z.object({ mapping: z.unknown() });

/**
 * People from files or from another app's database as a source of users. It is read once, during
 * the survey.
 */
export function peopleSource(
  { source: kind, sourceDatabase, parseMapping, open }: PeopleMove,
  { toUrl, secret, say = () => {} }: Access,
): MoveSource<PeopleOptions> {
  return {
    source: kind,
    sourceDatabase,
    users: "people",
    rows: peopleRows,
    isLive: false,
    readOptions: (stored) => ({ mapping: parseMapping(storedOptions.parse(stored).mapping) }),
    async open(beside) {
      const sessions = await openLoaded(toUrl);
      try {
        if (beside !== undefined) await copyPeople(beside.source, sessions.source);
        return sessions;
      } catch (error) {
        await closeSessions(sessions);
        throw error;
      }
    },
    async survey({ source, target }, { mapping }) {
      if (secret !== undefined) await requireServersSecret(target, secret);
      say("Reading the source");
      const people = await open(mapping);
      const { rows, words } = await loadPeople(source, people);
      const { roles } = people.rules;
      say(`Read ${formatNumber(rows)} rows`);
      await requirePeople(source);
      await requireSecret(source, secret);
      const box = secret === undefined ? undefined : totpSecretBox(secret);
      return (run) => planOf(run, { words, roles, box });
    },
    countLeftBehind: async () => ({}),
  };
}

async function requirePeople(source: pg.ClientBase) {
  const { rows } = await source.query("SELECT FROM people LIMIT 1");
  if (rows.length > 0) return;
  throw new MigrationRefused(
    "SOURCE_EMPTY",
    "the source has nobody who can be recognized; is it the right file, with the right mapping?",
  );
}

async function requireSecret(source: pg.ClientBase, secret: string | undefined) {
  if (secret !== undefined) return;
  const { rows } = await source.query("SELECT FROM people_factors LIMIT 1");
  if (rows.length === 0) return;
  throw new MigrationRefused(
    "SECRET_MISSING",
    "the source has authenticator apps: set BETTER_AUTH_SECRET to the target's, which encrypts their secrets",
  );
}

interface Found {
  words: SourceWords;
  roles: RoleClaims["values"];
  box: MovePlan["box"];
}

function planOf({ id: runId, startedAt }: Run, { words, roles, box }: Found): MovePlan {
  const entities = peopleEntities.map(({ name, kind }) => ({ name, kind }));
  const transform = transformOf(runId, startedAt, entities, words);
  const isAccount = "j.owner <> '' AND j.provider_id IS NOT NULL AND j.account_id IS NOT NULL";
  const others = `${judgedProfiles(transform, PROFILES)} UNION ALL ${judgedOthers()}`;
  return {
    run: { runId, entities, rows: peopleRows },
    entities: peopleEntities,
    tables: [],
    box,
    preparations: {
      prepared_users: verdict(judgedUsers(startedAt), "user"),
      prepared_identities: verdict(judgedIdentities(startedAt), "identity", isAccount),
      prepared_factors: verdict(judgedFactors(transform), "factor"),
      prepared_profiles: verdict(others, "profile", "j.kind IS NOT NULL"),
    },
    roles: { words: "SELECT jsonb_array_elements_text(p.role_words) FROM people p", values: roles },
    hasUnknownPassword: "(u.app_metadata ->> 'has_unknown_hash')::boolean",
    // Their names here are decided while the rows are read.
    providerName: (identity) => `${identity}.data ->> 'here'`,
    write: (target, { isFresh }) => writePeople(target, { hasProfiles: true, isFresh }),
    expected: (entity, rows) => expectedRows(transform, entity, rows),
    findTwins,
  };
}

/** What the transformation of profiles and authenticator apps, which all sources share, needs. */
function transformOf(
  runId: string,
  startedAt: string,
  entities: Transform["entities"],
  words: SourceWords,
): Transform {
  return {
    runId,
    startedAt,
    entities,
    words,
    decisions: { deleted: "exclude", unknownHashes: "drop", remapIds: false },
    mapping: {
      profiles: [PROFILES],
      // The role is decided before: it is one of ours.
      roles: { path: ["role"], values: { mentor: "mentor", pm: "pm", admin: "admin" } },
      providers: {},
      nameClaims: [],
    },
    identitiesHaveIds: true,
    isSoftDeleting: false,
    isSso: "false",
  };
}

function expectedRows(transform: Transform, { name, kind }: SourceEntity, rows: string) {
  if (kind === "user") return expectedUsers(transform.startedAt, rows);
  if (kind === "identity") return expectedIdentities(transform.startedAt, rows);
  if (kind === "factor") return expectedFactors(transform, rows);
  return name === "profile" ? expectedProfiles(transform, PROFILES, rows) : expectedOthers(rows);
}

/** Addresses and provider subjects that several people claim: nobody can say who owns them. */
async function findTwins({ source, target }: Sessions) {
  const address = addressOf("u.email");
  await copy(
    source,
    `SELECT ${address}, false FROM people u WHERE ${address} IS NOT NULL AND u.excluded = '[]'
     GROUP BY 1 HAVING count(*) > 1`,
    target,
    "twin_addresses",
  );
  await copy(
    source,
    `SELECT i.entry ->> 'here', i.entry ->> 'subject' FROM people_identities i
     WHERE i.id IS NOT NULL AND i.entry ->> 'here' IS NOT NULL AND i.entry ->> 'subject' <> ''
     GROUP BY 1, 2 HAVING min(i.id::text) <> max(i.id::text)`,
    target,
    "twin_subjects",
  );
}
