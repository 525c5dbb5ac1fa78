import { pbkdf2Hash } from "../file/password-hash.ts";
import { personOf, type ReadRow } from "../file/person.ts";
import { isRecord, recordsOf, textOf, without, wordsOf } from "../file/values.ts";
import { COMMON_PROVIDERS, type Preset, readFiles } from "./preset.ts";

/**
 * Auth0's export of users and, beside it, the password hashes that its support exports:
 * https://auth0.com/docs/manage-users/user-migration/bulk-user-exports
 */
export const auth0: Preset = {
  source: "auth0",
  providers: { ...COMMON_PROVIDERS, "google-oauth2": "google" },
  open: async ({ users, hashes }) => ({
    async *rows() {
      yield* readFiles(users);
      if (hashes !== undefined) yield* readFiles(hashes);
    },
    read: (row) => readHash(row) ?? readUser(row),
  }),
};

const PLACED = new Set([
  ...["user_id", "email", "email_verified", "name", "nickname", "username", "given_name"],
  ...["family_name", "passwordHash", "password_hash", "custom_password_hash", "blocked"],
  ...["created_at", "updated_at", "last_login", "phone_number", "identities"],
  ...["mfa_factors", "guardian_authenticators"],
]);

function readUser(row: unknown): ReadRow {
  if (!isRecord(row) || textOf(row.user_id) === "") return null;
  const metadata = isRecord(row.app_metadata) ? row.app_metadata : {};
  return {
    person: personOf({
      id: textOf(row.user_id),
      email: textOf(row.email),
      isVerified: row.email_verified === true || row.email_verified === "true",
      names: [
        // Without a name, Auth0 repeats the address.
        ...[textOf(row.name)].filter((name) => name !== textOf(row.email)),
        [textOf(row.given_name), textOf(row.family_name)].filter((part) => part !== "").join(" "),
        textOf(row.nickname),
        textOf(row.username),
      ],
      passwordHash:
        textOf(row.passwordHash) ||
        textOf(row.password_hash) ||
        customHash(row.custom_password_hash),
      roles: [...wordsOf(metadata.role), ...wordsOf(metadata.roles)],
      status: row.blocked === true || row.blocked === "true" ? "suspended" : "active",
      statusReason: "Blocked before the move",
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      lastSignInAt: row.last_login,
      phone: textOf(row.phone_number),
      picture: textOf(row.picture),
      identities: recordsOf(row.identities)
        // The account in Auth0's own database, whose password is the person's.
        .filter(({ provider }) => textOf(provider) !== "auth0")
        .map(({ provider, user_id, connection, isSocial }) => ({
          provider: textOf(provider),
          subject: textOf(user_id),
          data: { connection, isSocial },
        })),
      hasOtherFactor:
        recordsOf(row.mfa_factors).length > 0 ||
        recordsOf(row.guardian_authenticators).length > 0 ||
        wordsOf(row.multifactor).length > 0,
      kept: without(row, PLACED),
    }),
  };
}

/** A line of the file of hashes: its user is `alt_id`, or else `_id`, of the database `auth0`. */
function readHash(row: unknown): ReadRow {
  if (!isRecord(row) || !isRecord(row._id) || row.user_id !== undefined) return null;
  const id = textOf(row.alt_id) || textOf(row._id.$oid);
  const passwordHash = textOf(row.passwordHash);
  if (id === "" || passwordHash === "") return null;
  return { password: { ownerId: `auth0|${id}`, passwordHash } };
}

/**
 * A hash that was imported to Auth0 and not replaced yet. Of the algorithms that Auth0 names, these
 * say in their own text how they were made; all others arrive as a hash of an unknown kind.
 */
function customHash(custom: unknown): string {
  if (!isRecord(custom) || !isRecord(custom.hash)) return "";
  const value = textOf(custom.hash.value);
  const isWhole = /^\$/.test(value) && custom.salt === undefined && custom.password === undefined;
  if (isWhole && custom.algorithm === "pbkdf2") return wholePbkdf2(value);
  const isKnown = custom.algorithm === "bcrypt" || custom.algorithm === "argon2";
  return isWhole && isKnown ? value : `${textOf(custom.algorithm)}:unknown`;
}

const PHC = /^\$pbkdf2-(?<digest>\w+)\$i=(?<rounds>\d+)(,l=\d+)?\$(?<salt>[^$]+)\$(?<key>[^$]+)$/;

function wholePbkdf2(value: string) {
  const { digest, rounds, salt, key } = PHC.exec(value)?.groups ?? {};
  if (digest === undefined || salt === undefined || key === undefined) return value;
  return pbkdf2Hash({ digest, rounds: Number(rounds), salt, key });
}
