import { addressOf } from "../engine/address.ts";
import { uuidFrom } from "../sql.ts";

/**
 * The rows of a source, each once. A `kind` is a person, or a password or an identity in a place of
 * its own, which fill only some of the columns.
 */
export const READ_TABLE = `
  CREATE TEMP TABLE read_rows (
    kind text, file text, position int, id uuid, source_id text, excluded jsonb, quarantined jsonb,
    flagged jsonb, email text, is_verified boolean, name text, hash text, has_unknown_hash boolean,
    role text, role_words jsonb, status text, status_reason text, created_at timestamptz, updated_at timestamptz,
    last_sign_in_at timestamptz, phone text, picture text, time_zone text, second_factor text, identities jsonb,
    authenticators jsonb, profile jsonb, kept jsonb)`;

/** All tables in the end. */
export const LOADED_TABLES = [
  ...["people", "people_without_id", "repeated_people"],
  ...["people_passwords", "stray_identities"],
];

/**
 * The hashes that are in a file of their own, for people who are in the export. Of a person with
 * several different ones, nobody knows which is theirs.
 */
const PASSWORDS = `
  ANALYZE read_rows (kind, id);
  CREATE TEMP TABLE stray_identities AS
    SELECT file, position, identities -> 0 AS entry FROM read_rows WHERE kind = 'identity';
  CREATE TEMP TABLE people_passwords AS
    SELECT p.file, p.position, u.id, p.source_id, p.hash, p.has_unknown_hash,
      row_number() OVER same::int AS ordinal,
      count(*) FILTER (WHERE p.hash IS DISTINCT FROM f.hash) OVER same > 0 AS disagree
    FROM read_rows p
    LEFT JOIN (SELECT DISTINCT id FROM read_rows WHERE kind = 'person') u ON u.id = p.id
    LEFT JOIN (SELECT DISTINCT ON (id) id, hash FROM read_rows WHERE kind = 'password'
      ORDER BY id, file, position) f ON f.id = p.id
    WHERE p.kind = 'password'
    WINDOW same AS (PARTITION BY p.id ORDER BY p.file, p.position ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`;

/**
 * People in the order of their ids, which keeps a batch's people together, and rows without a
 * recognizable person.
 */
const PEOPLE = `
  CREATE TEMP TABLE people AS
    SELECT u.file, u.position, u.id, u.source_id, u.excluded, u.quarantined, u.flagged, u.email,
      ${addressOf("u.email")} AS address, u.is_verified, u.name, coalesce(u.hash, w.hash) AS hash,
      u.has_unknown_hash OR (u.hash IS NULL AND coalesce(w.has_unknown_hash, false)) AS has_unknown_hash,
      u.role, u.role_words, u.status, u.status_reason, u.created_at, u.updated_at, u.last_sign_in_at, u.phone, u.picture,
      u.time_zone, u.second_factor, u.identities, u.authenticators, u.profile, u.kept, false AS disagree
    FROM read_rows u
    LEFT JOIN people_passwords w ON w.id = u.id AND w.ordinal = 1 AND NOT w.disagree
    WHERE u.kind = 'person' AND u.id IS NOT NULL ORDER BY u.id;
  CREATE TEMP TABLE people_without_id AS
    SELECT *, NULL::text AS address, false AS disagree FROM read_rows WHERE kind = 'person' AND id IS NULL;
  DROP TABLE read_rows`;

/** The columns two rows of one person must agree on. */
const CONTENT = `ROW(source_id, excluded, quarantined, flagged, email, is_verified, name, hash, has_unknown_hash,
  role, status, created_at, updated_at, last_sign_in_at, phone, picture, time_zone, second_factor, identities,
  authenticators, profile, kept)::text`;

/** One row per person: of several, the one changed last. */
const REPEATED = `
  CREATE TEMP TABLE repeated AS
    SELECT id, ctid AS place, ${CONTENT} AS content,
      row_number() OVER (PARTITION BY id ORDER BY updated_at DESC NULLS LAST, file DESC, position DESC) AS ordinal,
      rank() OVER (PARTITION BY id ORDER BY updated_at DESC NULLS LAST) AS recency
    FROM people WHERE id IN (SELECT id FROM people GROUP BY id HAVING count(*) > 1);
  UPDATE people u SET disagree = true
    FROM repeated r
    WHERE r.ordinal = 1 AND u.ctid = r.place AND (SELECT count(DISTINCT o.content) > 1
      FROM repeated o WHERE o.id = r.id AND o.recency = 1);
  DELETE FROM people u USING repeated r WHERE r.ordinal > 1 AND u.ctid = r.place;
  CREATE TEMP TABLE repeated_people AS
    SELECT o.id, o.ordinal::int, o.content = l.content AS same
    FROM repeated o JOIN repeated l ON l.id = o.id AND l.ordinal = 1 WHERE o.ordinal > 1;
  DROP TABLE repeated`;

/** What is derived from the rows, once all are loaded. */
export const derivedTables = [PASSWORDS, PEOPLE, REPEATED];

const entriesOf = (column: string) =>
  `people u, jsonb_array_elements(u.${column}) WITH ORDINALITY AS e(entry, n)`;

/** The indexes for reading the tables by person, and the lists in people's rows as tables. */
export const INDEXES = `
  CREATE INDEX ON people (id); CREATE INDEX ON repeated_people (id); CREATE INDEX ON people_passwords (id);
  ANALYZE people (id, address); ANALYZE repeated_people (id); ANALYZE people_passwords (id);
  CREATE TEMP VIEW people_identities AS
    SELECT u.id, u.id || ':identity:' || e.n AS key, e.entry, u.created_at, u.updated_at FROM ${entriesOf("identities")}
    UNION ALL
    SELECT NULL::uuid, s.file || '#' || s.position, s.entry, NULL, NULL FROM stray_identities s;
  CREATE TEMP VIEW people_factors AS
    SELECT u.id, ${uuidFrom("u.id || ':factor:' || e.n")} AS key, e.entry, u.created_at, u.updated_at
    FROM ${entriesOf("authenticators")};
  CREATE TEMP VIEW people_profiles AS
    SELECT u.id, u.role, u.profile, u.created_at, u.updated_at FROM people u WHERE u.profile <> '{}'`;
