import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { COGNITO, cognitoAccountId } from "@sundial/auth/cognito";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { addressOf } from "../engine/address.ts";
import { literal } from "../sql.ts";
import { type ExportFile, listFiles, readItems } from "./json-files.ts";
import { readUserRow } from "./user-row.ts";

/** What was exported of a user pool, and where it lies. */
export interface PoolExport {
  poolId: string;
  /** A file or a folder of ListUsers pages, or of users one by one. */
  users: string;
  /** A folder with ListUsersInGroup pages, in files or folders named after their group. */
  groups: string | undefined;
}

/** A user's id becomes the id here, so it has to be written the way it always is. */
const SUB = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/**
 * Reads an export into temporary tables of a session, as a stream, so that from then on it can be
 * asked as any database can. Each row of the files is there once.
 *
 * @throws {MigrationRefused} SOURCE_UNREADABLE
 */
export async function loadPool(
  session: pg.Client,
  { poolId, users, groups }: PoolExport,
  onRead: (rows: number) => void = () => {},
) {
  await session.query(`
    CREATE TEMP TABLE read_users (file text, position int, data jsonb);
    CREATE TEMP TABLE read_members (group_name text, file text, position int, data jsonb)`);
  await copyRows(session, "read_users", users, () => [], onRead);
  if (groups) await copyRows(session, "read_members", groups, (file) => [groupOf(file)], onRead);
  await session.query(`
    CREATE TEMP TABLE pool_rows AS
      SELECT CASE WHEN r.sub COLLATE "C" ~ '${SUB}' THEN r.sub::uuid END AS id, s.file, s.position, r.*
      FROM read_users s, ${recordOf("s.data")};
    CREATE TEMP TABLE pool_members AS
      SELECT CASE WHEN r.sub COLLATE "C" ~ '${SUB}' THEN r.sub::uuid END AS id, s.group_name, s.file,
        s.position, r.username, r.problem
      FROM read_members s, ${recordOf("s.data")};
    DROP TABLE read_users, read_members;
    ANALYZE pool_rows; ANALYZE pool_members`);
  await session.query(USERS);
  await session.query(MEMBERSHIPS);
  await session.query(identitiesOf(poolId));
}

async function copyRows(
  session: pg.Client,
  table: string,
  path: string,
  columnsOf: (file: ExportFile) => string[],
  onRead: (rows: number) => void,
) {
  async function* lines() {
    for (const file of await listFiles(path)) {
      for await (const { position, value } of readItems(file)) {
        const data = JSON.stringify(readUserRow(value));
        const columns = [...columnsOf(file), file.name, String(position), data];
        yield `${columns.map(escaped).join("\t")}\n`;
        onRead(1);
      }
    }
  }
  const into = session.query(copyFrom(`COPY ${table} FROM STDIN`));
  await pipeline(Readable.from(lines()), into);
}

/** A value as COPY reads it. */
function escaped(text: string) {
  return text.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter] ?? letter);
}
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** The group a file is about: its name, or that of the folder it lies in. */
export function groupOf({ name }: Pick<ExportFile, "name">): string {
  const group = name.includes("/") ? name.split("/")[0] : name.replace(/\.jsonl?$/i, "");
  try {
    return decodeURIComponent(group ?? "");
  } catch {
    return group ?? "";
  }
}

const recordOf = (data: string) => `jsonb_to_record(${data}) AS r(problem text, username text,
  sub text, status text, enabled boolean, "createdAt" timestamptz, "modifiedAt" timestamptz,
  attributes jsonb, identities text, "identitiesInvalid" boolean, "timeZone" text, mfa jsonb)`;

/** What must be alike for two rows to say the same of a user; second factors only add to each other. */
const CONTENT = `md5(ROW(username, status, enabled, "createdAt", "modifiedAt", attributes, identities)::text)`;

/**
 * One row a user: of several, the one that was modified last. Pages that were read while the pool
 * changed, or twice, repeat people.
 */
const USERS = `
  CREATE TEMP TABLE pool_ranked AS
    SELECT r.*, ${CONTENT} AS content,
      row_number() OVER (PARTITION BY id ORDER BY "modifiedAt" DESC NULLS LAST, file DESC, position DESC) AS ordinal,
      rank() OVER (PARTITION BY id ORDER BY "modifiedAt" DESC NULLS LAST) AS recency
    FROM pool_rows r WHERE id IS NOT NULL;
  CREATE TEMP TABLE pool_users AS
    SELECT n.*, coalesce(c.disagree, false) AS disagree, coalesce(m.mfa, '[]') AS factors,
      ${addressOf("n.attributes ->> 'email'")} AS address
    FROM pool_ranked n
    LEFT JOIN (SELECT id, count(DISTINCT content) > 1 AS disagree FROM pool_ranked
      WHERE recency = 1 GROUP BY id) c ON c.id = n.id
    LEFT JOIN (SELECT id, jsonb_agg(DISTINCT f) AS mfa FROM pool_ranked, jsonb_array_elements_text(mfa) f
      GROUP BY id) m ON m.id = n.id
    WHERE n.ordinal = 1;
  CREATE TEMP TABLE pool_addresses AS
    SELECT address, count(*) FILTER (WHERE status <> 'EXTERNAL_PROVIDER') AS native,
      count(*) FILTER (WHERE status = 'EXTERNAL_PROVIDER') AS federated
    FROM pool_users WHERE address IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  CREATE INDEX ON pool_users (id); CREATE INDEX ON pool_users (username); CREATE INDEX ON pool_ranked (id) WHERE ordinal > 1;
  ANALYZE pool_users; ANALYZE pool_ranked; ANALYZE pool_addresses`;

/** Who is in which group: found by the user's id, or else by name. */
const MEMBERSHIPS = `
  CREATE TEMP TABLE pool_memberships AS
    SELECT u.id, m.group_name, m.username, m.file, m.position, m.problem,
      row_number() OVER (PARTITION BY u.id, m.group_name ORDER BY m.file, m.position) AS ordinal
    FROM pool_members m
    LEFT JOIN LATERAL (
      SELECT id FROM pool_users p WHERE m.problem IS NULL AND p.id = m.id
      UNION ALL
      SELECT id FROM pool_users p WHERE m.problem IS NULL AND m.id IS NULL AND p.username = m.username
      LIMIT 1) u ON true;
  CREATE INDEX ON pool_memberships (id); ANALYZE pool_memberships`;

/** How a user signs in: with a password the pool keeps, and with identities elsewhere. */
function identitiesOf(poolId: string) {
  const mark = `${literal(cognitoAccountId(poolId, ""))} || u.username`;
  return `
  CREATE TEMP TABLE pool_identities AS
    SELECT u.id, u.id || ':${COGNITO}' AS key, '${COGNITO}' AS provider, ${mark} AS subject,
      '{}'::jsonb AS data, u."createdAt" AS created_at, u."modifiedAt" AS updated_at
    FROM pool_users u WHERE u.status <> 'EXTERNAL_PROVIDER' AND u.problem IS NULL
    UNION ALL
    SELECT u.id, u.id || ':identity:' || e.n, 'identity', nullif(e.entry ->> 'userId', ''), e.entry,
      u."createdAt", u."modifiedAt"
    FROM pool_users u, jsonb_array_elements(u.identities::jsonb) WITH ORDINALITY AS e(entry, n);
  CREATE INDEX ON pool_identities (id); ANALYZE pool_identities`;
}
