import { randomBytes } from "node:crypto";
import pg from "pg";
import { parseDatabaseUrl } from "../connection-url.ts";
import { isSecretColumn } from "./secret-columns.ts";

const KINDS = ["owner", "app", "reader"] as const;
export type RoleKind = (typeof KINDS)[number];

interface RoleOptions {
  /** The roles are named after it: `sundial_owner`, `sundial_app` and `sundial_reader`. */
  prefix?: string;
  /** New passwords. A role that exists keeps its own if there is none. */
  passwords?: Partial<Record<RoleKind, string>>;
}

/** Tables that the app only appends to. */
const APPEND_ONLY = ["events"];
/** Tables that belong to Prisma: the app reads them to know what is missing. */
const READ_ONLY = ["_prisma_migrations"];

/**
 * Makes three roles in the database, or brings existing ones up to date, in one transaction: an
 * owner that migrates, an app that reads and writes rows, and a reader that reads everything but
 * secrets. Everything in the schema goes to the owner, and what it makes later has the same
 * privileges. It needs no superuser: the connected role must own what is there, and may create
 * roles if any is missing. Returns the URL of each role, and with it the password of each new one.
 */
export async function setUpRoles(adminUrl: string, options: RoleOptions = {}) {
  const { prefix = "sundial", passwords = {} } = options;
  const { schema = "public", ...target } = parseDatabaseUrl(adminUrl);
  const { host, port, user, password, database, tls } = target;
  const client = new pg.Client({ host, port, user, password, database, ssl: tls });
  await client.connect();
  try {
    await client.query("BEGIN");
    const roles = new Map<RoleKind, { name: string; password: string | undefined }>();
    for (const kind of KINDS) {
      const name = `${prefix}_${kind}`;
      roles.set(kind, { name, password: await ensureRole(client, name, passwords[kind]) });
    }
    const names = { owner: `${prefix}_owner`, app: `${prefix}_app`, reader: `${prefix}_reader` };
    await handOver(client, { ...names, schema, database });
    await grant(client, { ...names, schema });
    await client.query("COMMIT");
    return KINDS.map((kind) => {
      const role = roles.get(kind);
      return {
        kind,
        url: urlFor(adminUrl, role?.name ?? "", role?.password),
        hasNewPassword: role?.password !== undefined,
      };
    });
  } finally {
    await client.end();
  }
}

/** Returns the role's password if it was set now. */
async function ensureRole(client: pg.Client, name: string, wanted: string | undefined) {
  const role = pg.escapeIdentifier(name);
  const { rows } = await client.query<{ powerful: boolean }>(
    `SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls AS powerful
       FROM pg_roles WHERE rolname = $1`,
    [name],
  );
  const [found] = rows;
  if (found?.powerful)
    throw new Error(`The role ${name} may do more than it should. Alter it first.`);
  if (found && wanted === undefined) return;
  const password = wanted ?? randomBytes(24).toString("base64url");
  // Some hosts, Neon among them, take only plain passwords; the connection is encrypted.
  const secret = `PASSWORD ${pg.escapeLiteral(password)}`;
  await client.query(
    found ? `ALTER ROLE ${role} ${secret}` : `CREATE ROLE ${role} LOGIN ${secret}`,
  );
  return password;
}

interface Names {
  owner: string;
  app: string;
  reader: string;
  schema: string;
}

/** Gives the schema's tables, sequences, functions and types to the owner. */
async function handOver(client: pg.Client, names: Names & { database: string }) {
  const owner = pg.escapeIdentifier(names.owner);
  const schema = pg.escapeIdentifier(names.schema);
  const database = pg.escapeIdentifier(names.database);
  const {
    rows: [self],
  } = await client.query<{ isOwner: boolean; isMember: boolean; ownsDatabase: boolean }>(
    `SELECT current_user = $1 AS "isOwner", pg_has_role(current_user, $1, 'USAGE') AS "isMember",
            pg_has_role(current_user, datdba, 'MEMBER') AS "ownsDatabase"
       FROM pg_database WHERE datname = current_database()`,
    [names.owner],
  );
  if (!self?.isMember) await client.query(`GRANT ${owner} TO CURRENT_USER`);
  if (!self?.isOwner && !self?.ownsDatabase) {
    throw new Error(`Connect as the owner of the database, or as ${names.owner} once it exists.`);
  }
  if (self.ownsDatabase) {
    await client.query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO ${owner}`);
    await client.query(
      `GRANT CONNECT ON DATABASE ${database}
          TO ${pg.escapeIdentifier(names.app)}, ${pg.escapeIdentifier(names.reader)}`,
    );
    // By default, everybody may create temporary tables.
    await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${owner}`);
    await client.query(`REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC`);
    await client.query(
      `GRANT USAGE ON SCHEMA ${schema}
          TO ${pg.escapeIdentifier(names.app)}, ${pg.escapeIdentifier(names.reader)}`,
    );
  }
  const { rows } = await client.query<{ statement: string }>(NOT_YET_OWNED, [
    names.schema,
    names.owner,
  ]);
  for (const { statement } of rows) await client.query(statement);
}

/** Statements that give the owner what it lacks, without what belongs to extensions. */
const NOT_YET_OWNED = `
  WITH own AS (SELECT oid AS schema FROM pg_namespace WHERE nspname = $1),
  extended AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
  SELECT format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, $2::text) AS statement
    FROM pg_class c, own WHERE c.relnamespace = own.schema AND pg_get_userbyid(c.relowner) <> $2
     AND (c.relkind IN ('r', 'p', 'v', 'm') OR c.relkind = 'S' AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')))
     AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extended)
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, $2::text)
    FROM pg_proc p, own WHERE p.pronamespace = own.schema AND pg_get_userbyid(p.proowner) <> $2
     AND ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM extended)
  UNION ALL
  SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, $2::text)
    FROM pg_type t, own WHERE t.typnamespace = own.schema AND pg_get_userbyid(t.typowner) <> $2
     AND t.typtype IN ('e', 'd')
     AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM extended)`;

async function grant(client: pg.Client, names: Names) {
  const [owner, app, reader, schema] = [names.owner, names.app, names.reader, names.schema].map(
    (name) => pg.escapeIdentifier(name),
  );
  // The owner grants, so it can take back, too.
  await client.query(`SET LOCAL ROLE ${owner}`);
  await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${app}, ${reader}, PUBLIC`);
  await client.query(
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM ${app}, ${reader}, PUBLIC`,
  );
  await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${app}`);
  await client.query(
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
  );
  await client.query(
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${app}`,
  );

  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT relname AS table, array_agg(attname::text ORDER BY attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
      GROUP BY c.oid, relname`,
    [schema],
  );
  for (const { table, columns } of rows) {
    const named = `${schema}.${pg.escapeIdentifier(table)}`;
    await client.query(`GRANT ${appPrivileges(table)} ON ${named} TO ${app}`);
    const shown = columns.filter((column) => !isSecretColumn(table, column));
    const part = shown.map((column) => pg.escapeIdentifier(column)).join(", ");
    const isWhole = shown.length === columns.length;
    if (shown.length > 0) {
      await client.query(`GRANT SELECT ${isWhole ? "" : `(${part})`} ON ${named} TO ${reader}`);
    }
  }
}

function appPrivileges(table: string) {
  if (READ_ONLY.includes(table)) return "SELECT";
  if (APPEND_ONLY.includes(table)) return "SELECT, INSERT";
  return "SELECT, INSERT, UPDATE, DELETE";
}

/** The URL for another role; without a password when only the people who set it know that. */
function urlFor(adminUrl: string, role: string, password: string | undefined) {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = password === undefined ? "" : encodeURIComponent(password);
  return url.href;
}
