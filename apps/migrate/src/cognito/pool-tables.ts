import { COGNITO, cognitoAccountId } from "@sundial/auth/cognito";
import { addressOf } from "../engine/address.ts";
import { literal } from "../sql.ts";

/** The tables for the rows of the files, each row once; columns as in a line. */
export const READ_TABLES = `
  CREATE TEMP TABLE read_users (
    file text, position int, id uuid, problem text, username text, status text, enabled boolean,
    created_at timestamptz, modified_at timestamptz, email text, email_verified text, phone text,
    zoneinfo text, name text, name_codes jsonb, attributes jsonb, identities text, identities_invalid boolean,
    time_zone text, factors jsonb);
  CREATE TEMP TABLE pool_members (
    file text, position int, group_name text, id uuid, problem text, username text)`;

/** All tables in the end. */
export const POOL_TABLES = [
  ...["pool_users", "pool_strays", "pool_superseded"],
  ...["pool_addresses", "pool_memberships", "pool_groups"],
];

/**
 * Users in the order of their ids, which keeps a batch's users together, however many they are; and
 * rows without a recognizable user.
 */
const USERS = `
  CREATE TEMP TABLE pool_users AS SELECT *, ${addressOf("email")} AS address, false AS disagree
    FROM read_users WHERE id IS NOT NULL ORDER BY id;
  CREATE TEMP TABLE pool_strays AS
    SELECT *, NULL::text AS address, false AS disagree FROM read_users WHERE id IS NULL;
  DROP TABLE read_users`;

/** The columns two rows of one user must agree on. 2FA methods are combined instead. */
const CONTENT = `ROW(username, status, enabled, created_at, modified_at, email, email_verified, phone,
  zoneinfo, attributes, identities)::text`;

/**
 * One row per user: of several, the one modified last. Pages repeat people if they were read while
 * the pool changed, or twice.
 */
const REPEATED = `
  CREATE TEMP TABLE pool_repeated AS
    SELECT id, ctid AS place, factors, ${CONTENT} AS content,
      row_number() OVER (PARTITION BY id ORDER BY modified_at DESC NULLS LAST, file DESC, position DESC) AS ordinal,
      rank() OVER (PARTITION BY id ORDER BY modified_at DESC NULLS LAST) AS recency
    FROM pool_users
    WHERE id IN (SELECT id FROM pool_users GROUP BY id HAVING count(*) > 1);
  ANALYZE pool_repeated (id);
  UPDATE pool_users u SET disagree = s.disagree, factors = coalesce(m.factors, '[]')
    FROM pool_repeated r
    JOIN (SELECT id, count(DISTINCT content) > 1 AS disagree FROM pool_repeated
      WHERE recency = 1 GROUP BY id) s ON s.id = r.id
    LEFT JOIN (SELECT id, jsonb_agg(DISTINCT f) AS factors
      FROM pool_repeated, jsonb_array_elements_text(factors) f GROUP BY id) m ON m.id = r.id
    WHERE r.ordinal = 1 AND u.ctid = r.place;
  DELETE FROM pool_users u USING pool_repeated r WHERE r.ordinal > 1 AND u.ctid = r.place;
  CREATE TEMP TABLE pool_superseded AS
    SELECT o.id, o.ordinal, o.content = l.content AS same
    FROM pool_repeated o JOIN pool_repeated l ON l.id = o.id AND l.ordinal = 1 WHERE o.ordinal > 1;
  DROP TABLE pool_repeated;
  ANALYZE pool_users (id, username)`;

const ADDRESSES = `
  CREATE TEMP TABLE pool_addresses AS
    SELECT address, count(*) FILTER (WHERE status <> 'EXTERNAL_PROVIDER') AS native,
      count(*) FILTER (WHERE status = 'EXTERNAL_PROVIDER') AS federated
    FROM pool_users WHERE address IS NOT NULL GROUP BY 1 HAVING count(*) > 1`;

/** Who is in which group: matched by the user's id, or else by a unique name. */
const MEMBERSHIPS = `
  CREATE TEMP TABLE pool_memberships AS
    SELECT coalesce(u.id, n.id) AS id, m.group_name, m.username, m.file, m.position, m.problem,
      row_number() OVER (PARTITION BY coalesce(u.id, n.id), m.group_name ORDER BY m.file, m.position) AS ordinal
    FROM pool_members m
    LEFT JOIN pool_users u ON m.problem IS NULL AND u.id = m.id
    LEFT JOIN (SELECT username, (array_agg(id))[1] AS id FROM pool_users
      WHERE username IN (SELECT username FROM pool_members WHERE id IS NULL)
      GROUP BY username HAVING count(*) = 1) n
      ON m.problem IS NULL AND m.id IS NULL AND n.username = m.username;
  DROP TABLE pool_members;
  CREATE TEMP TABLE pool_groups AS
    SELECT id, jsonb_agg(DISTINCT group_name) AS groups FROM pool_memberships
    WHERE id IS NOT NULL GROUP BY id`;

/** What is derived from the rows, once all are loaded. */
export const derivedTables = [USERS, REPEATED, ADDRESSES, MEMBERSHIPS];

/**
 * The indexes for reading the tables by person, and how a user signs in: with a password in the
 * pool, and with identities elsewhere.
 */
export function indexesOf(poolId: string) {
  const mark = `${literal(cognitoAccountId(poolId, ""))} || u.username`;
  return `
  CREATE INDEX ON pool_users (id); CREATE INDEX ON pool_superseded (id);
  CREATE INDEX ON pool_memberships (id); CREATE INDEX ON pool_groups (id);
  CREATE INDEX ON pool_addresses (address);
  ANALYZE pool_users (id, address); ANALYZE pool_superseded (id); ANALYZE pool_memberships (id);
  ANALYZE pool_groups (id); ANALYZE pool_addresses (address);
  CREATE TEMP VIEW pool_identities AS
    SELECT u.id, u.id || ':${COGNITO}' AS key, '${COGNITO}' AS provider, ${mark} AS subject,
      '{}'::jsonb AS data, u.created_at, u.modified_at AS updated_at
    FROM pool_users u WHERE u.status <> 'EXTERNAL_PROVIDER' AND u.problem IS NULL
    UNION ALL
    SELECT u.id, u.id || ':identity:' || e.n, 'identity', nullif(e.entry ->> 'userId', ''), e.entry,
      u.created_at, u.modified_at
    FROM pool_users u, jsonb_array_elements(u.identities::jsonb) WITH ORDINALITY AS e(entry, n)`;
}
