import { literal } from "../../sql.ts";
import {
  BCRYPT_HASH,
  changedAt,
  createdAt,
  ROLES,
  type Vendor,
  type VendorPerson,
} from "./vendor.ts";

const insert = (table: string, rows: object[]) =>
  rows.length === 0
    ? ""
    : `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, ${literal(JSON.stringify(rows))});`;

/** As `npx @better-auth/cli generate` makes them, with the plugins admin and twoFactor. */
const BETTER_AUTH_TABLES = `
  CREATE TABLE "user" (
    id text PRIMARY KEY, name text NOT NULL, email text NOT NULL, "emailVerified" boolean NOT NULL,
    image text, "createdAt" timestamptz NOT NULL, "updatedAt" timestamptz NOT NULL, role text,
    banned boolean, "banReason" text, "banExpires" timestamptz, "twoFactorEnabled" boolean);
  CREATE TABLE "account" (
    id text PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL, "userId" text NOT NULL,
    "accessToken" text, "refreshToken" text, scope text, password text, "createdAt" timestamptz,
    "updatedAt" timestamptz);
  CREATE TABLE "twoFactor" (id text PRIMARY KEY, secret text NOT NULL, "backupCodes" text, "userId" text NOT NULL);`;

const betterId = (n: number) => `BetterAuth${String(n).padStart(22, "0")}`;

/** Better Auth's own scrypt of BCRYPT_PASSWORD. */
const OWN =
  "73616c7473616c7473616c7473616c74:62d726d62736bf3fac8c897bf41a77faca0b7d06330f92b4cfe9ba66c47dd07ec0e4f18a575b29f7fb0d789cf5a8fefb234b83360c5a3d8878de351b5862bfdd";

function betterAuthRows(people: VendorPerson[]) {
  const hashes = { bcrypt: BCRYPT_HASH, own: OWN, unknown: "plain:nonsense" };
  const users = people.map((person) => ({
    id: betterId(person.n),
    name: person.name,
    email: person.email ?? "",
    emailVerified: person.isVerified,
    createdAt,
    updatedAt: changedAt(person),
    role: person.roles.join(",") || null,
    banned: person.isSuspended,
    banReason: person.isSuspended ? "spam" : null,
  }));
  const accounts = people.flatMap(({ n, password, identities }) => [
    ...(password === "none"
      ? []
      : [
          {
            id: `c${n}`,
            accountId: betterId(n),
            providerId: "credential",
            userId: betterId(n),
            password: hashes[password],
          },
        ]),
    ...identities.map(([providerId, accountId], index) => ({
      id: `i${n}-${index}`,
      accountId,
      providerId,
      userId: betterId(n),
      accessToken: "a secret token",
    })),
  ]);
  return insert('"user"', users) + insert('"account"', accounts);
}

export const betterAuthVendor: Vendor = {
  kind: "better-auth",
  ownPassword: "correct horse battery staple",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: false,
  mapping: ROLES,
  write: (people) => ({ sql: BETTER_AUTH_TABLES + betterAuthRows(people) }),
};

/** As Auth.js's adapter for node-postgres documents them: numbers as ids, and no foreign keys. */
const AUTHJS_TABLES = `
  CREATE TABLE users (
    id SERIAL PRIMARY KEY, name varchar(255), email varchar(255), "emailVerified" timestamptz, image text,
    role text, password text);
  CREATE TABLE accounts (
    id SERIAL PRIMARY KEY, "userId" integer NOT NULL, type varchar(255) NOT NULL, provider varchar(255) NOT NULL,
    "providerAccountId" varchar(255) NOT NULL, refresh_token text, access_token text, expires_at bigint,
    id_token text, scope text, session_state text, token_type text);`;

function authjsRows(people: VendorPerson[]) {
  const hashes = { bcrypt: BCRYPT_HASH, own: BCRYPT_HASH, unknown: "nonsense", none: null };
  const users = people.map(({ n, name, email, isVerified, roles, password }) => ({
    id: n,
    name,
    email,
    role: roles.join(",") || null,
    password: hashes[password],
    emailVerified: isVerified ? createdAt : null,
  }));
  const accounts = people.flatMap(({ n, identities }) =>
    identities.map(([provider, providerAccountId], index) => ({
      id: n * 10 + index,
      userId: n,
      type: "oauth",
      provider,
      providerAccountId,
      access_token: "a secret token",
    })),
  );
  return insert("users", users) + insert("accounts", accounts);
}

export const authjsVendor: Vendor = {
  kind: "authjs",
  ownPassword: "correct horse battery staple",
  hasStatus: false,
  hasIdentities: true,
  hasRoles: true,
  isFile: false,
  mapping: ROLES,
  write: (people) => ({ sql: AUTHJS_TABLES + authjsRows(people) }),
};
