import { COGNITO } from "@sundial/auth/cognito";
import type { OfferedProvider } from "@sundial/auth/provider-variables";
import type pg from "pg";
import { z } from "zod";
import { literal } from "../sql.ts";
import { hasPlaceholder } from "./address.ts";
import { type SourceEntity, stagedRows } from "./staging.ts";

/**
 * How a person signs in. Each person is counted in one way: the first that applies to them. The last
 * five apply only after the migration.
 */
export const WAYS_IN = [
  "password",
  /** In the source: a password whose hash Sundial can't check. */
  "unknownPassword",
  /** The password is still in the old system, which is asked at the first sign-in. */
  "oldPassword",
  /** With a provider that is set up here. */
  "provider",
  /** With a provider that isn't set up here, and an address that emails reach. */
  "otherProvider",
  /** Nothing but an address that emails reach. */
  "email",
  /** No address, but a phone number. */
  "phone",
  "none",
  /** Had two-factor authentication that can't be migrated, and waits for staff. */
  "locked",
  "suspended",
  /** Quarantined, or left out. */
  "notMigrated",
  /** The run hasn't reached them yet. */
  "pending",
] as const;
export type WayIn = (typeof WAYS_IN)[number];

export const wayCounts = z.record(z.enum(WAYS_IN), z.number());
export type WayCounts = z.infer<typeof wayCounts>;

/** A source without people of its own. */
const NOBODY = wayCounts.parse(Object.fromEntries(WAYS_IN.map((way) => [way, 0])));

export interface WaysIn {
  /** In the source; null when nobody has counted them. */
  before: WayCounts | null;
  /** Here. The sum is the same. */
  after: WayCounts;
  /** People here by provider, whether or not they have a password, too. */
  providers: { id: string; people: number; isSetUp: boolean }[];
}

const list = (words: string[]) => `ARRAY[${words.map(literal).join(", ")}]::text[]`;

/** Providers that open any account. One that owns domains opens only the accounts of these. */
const openToAll = (offered: OfferedProvider[]) =>
  list(offered.filter(({ domains }) => domains.length === 0).map(({ id }) => id));

/** Whether the address belongs to an organization whose people sign in with its own provider. */
export function isBound(address: string, offered: OfferedProvider[]) {
  const domains = offered.flatMap((provider) => provider.domains);
  return `(substring(${address} from '@([^@]*)$') = ANY (${list(domains)}))`;
}

/** Whether accounts `a` of a person have one at a provider that lets them in here. */
export const isOffered = (providerId: string, offered: OfferedProvider[]) =>
  `(${providerId} = ANY (${openToAll(offered)}))`;

/** Whether a user lost their 2FA and waits for staff. A password doesn't let them in. */
export const isLocked = (user: string) =>
  `(${user}.must_enrol_factor AND NOT EXISTS (SELECT FROM public.totp_factors f
    WHERE f.user_id = ${user}.id AND f.verified_at IS NOT NULL))`;

/** What is read of a source to count its people, as in its plan. */
interface Countable {
  entities: SourceEntity[];
  hasUnknownPassword: string;
  providerName?: (identity: string) => string;
}

/** How the source's people sign in there, counted by the source itself. */
export async function countWaysBefore(
  source: pg.ClientBase,
  { entities, hasUnknownPassword, providerName = (identity) => `${identity}.provider` }: Countable,
  offered: OfferedProvider[],
): Promise<WayCounts> {
  const users = rowsOf(entities, "user", (rows) => rows);
  if (users === "") return NOBODY;
  const name = providerName("s");
  const identities = rowsOf(
    entities,
    "identity",
    (rows) => `
    LEFT JOIN (
      SELECT s.owner, bool_or(s.provider = '${COGNITO}') AS old_password,
        bool_or(${isOffered(name, offered)}) AS offered,
        bool_or(s.provider NOT IN ('email', 'phone', '${COGNITO}')) AS other
      FROM (${rows}) s GROUP BY 1
    ) i ON i.owner = u.owner`,
  );
  const i = (column: string) => (identities === "" ? "false" : `i.${column}`);
  return countBy(
    source,
    `SELECT CASE WHEN ${hasUnknownPassword} THEN 'unknownPassword'
        WHEN u.password_hash <> '' THEN 'password' WHEN ${i("old_password")} THEN 'oldPassword'
        WHEN ${i("offered")} THEN 'provider' WHEN ${i("other")} THEN 'otherProvider'
        WHEN u.email <> '' THEN 'email' WHEN u.phone <> '' THEN 'phone' ELSE 'none' END AS way
      FROM (${users}) u ${identities}`,
  );
}

/** All rows of the entities of a kind, with and without an owner, as `write` uses them. */
function rowsOf(
  entities: SourceEntity[],
  kind: SourceEntity["kind"],
  write: (rows: string) => string,
) {
  const rows = entities
    .filter((entity) => entity.kind === kind)
    .flatMap((entity) => [stagedRows(entity, {}), stagedRows(entity, { ownerless: true })]);
  return rows.length === 0 ? "" : write(rows.join(" UNION ALL "));
}

/** The table of ways in of a run, with those of its source as counted before. */
export async function countWaysIn(
  target: pg.ClientBase,
  runId: string,
  { before, offered }: { before: WayCounts | null; offered: OfferedProvider[] },
): Promise<WaysIn> {
  const { after, providers } = await countWaysAfter(target, runId, offered);
  const missing = before === null ? 0 : everybody(before) - everybody(after);
  return { before, after: { ...after, pending: Math.max(0, missing) }, providers };
}

/** The sum over all ways. */
export function everybody(counts: WayCounts) {
  return WAYS_IN.reduce((sum, way) => sum + counts[way], 0);
}

/** How the people of a run sign in here, with these providers set up. */
async function countWaysAfter(
  target: pg.ClientBase,
  runId: string,
  offered: OfferedProvider[],
): Promise<Pick<WaysIn, "after" | "providers">> {
  const records = `public.migration_records r LEFT JOIN public.users u ON u.id = r.target_key`;
  // People whom the source has deleted since aren't among its people any more.
  const isUser = `r.run_id = ${literal(runId)} AND r.entity = 'user'
    AND NOT 'GONE_FROM_SOURCE' = ANY (r.codes)`;
  const placeholder = hasPlaceholder("u.email");
  // Person by person: right after a migration, the server has no statistics to plan a join with.
  const after = await countBy(
    target,
    `SELECT CASE WHEN u.id IS NULL THEN 'notMigrated' WHEN u.status = 'suspended' THEN 'suspended'
        WHEN ${isLocked("u")} THEN 'locked'
        WHEN ${isBound("u.email", offered)} THEN 'provider'
        WHEN a.password AND NOT ${placeholder} THEN 'password'
        WHEN a.old_password AND NOT ${placeholder} THEN 'oldPassword'
        WHEN a.offered THEN 'provider'
        WHEN ${placeholder} THEN CASE WHEN r.unplaced ? 'phone' THEN 'phone' ELSE 'none' END
        WHEN a.other THEN 'otherProvider' ELSE 'email' END AS way
      FROM ${records} LEFT JOIN LATERAL (
        SELECT bool_or(password IS NOT NULL) AS password,
          bool_or(provider_id = '${COGNITO}') AS old_password,
          bool_or(${isOffered("provider_id", offered)}) AS offered,
          bool_or(provider_id NOT IN ('credential', '${COGNITO}')) AS other
        FROM public.accounts WHERE user_id = u.id
      ) a ON true
      WHERE ${isUser}`,
  );
  const { rows } = await target.query<WaysIn["providers"][number]>(
    `SELECT a.provider_id AS id, count(DISTINCT u.id)::float8 AS people,
        a.provider_id = ANY (${list(offered.map(({ id }) => id))}) AS "isSetUp"
      FROM ${records} JOIN public.accounts a ON a.user_id = u.id
      WHERE ${isUser} AND a.provider_id NOT IN ('credential', '${COGNITO}')
      GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return { after, providers: rows };
}

async function countBy(client: pg.ClientBase, select: string): Promise<WayCounts> {
  const { rows } = await client.query<{ way: WayIn; people: number }>(
    `SELECT way, count(*)::float8 AS people FROM (${select}) w GROUP BY 1`,
  );
  const found = new Map(rows.map(({ way, people }) => [way, people]));
  return wayCounts.parse(Object.fromEntries(WAYS_IN.map((way) => [way, found.get(way) ?? 0])));
}
