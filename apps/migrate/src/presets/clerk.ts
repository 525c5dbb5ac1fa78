import { storableHash } from "../file/password-hash.ts";
import { personOf, type ReadRow, type SourceRow } from "../file/person.ts";
import { isRecord, recordsOf, textOf, without, wordsOf } from "../file/values.ts";
import { COMMON_PROVIDERS, type Preset, readFiles } from "./preset.ts";

/**
 * The CSV that Clerk's dashboard exports, which alone has hashes, or users as its Backend API lists
 * them, with the CSV for their hashes: https://clerk.com/docs/deployments/exporting-users
 */
export const clerk: Preset = {
  source: "clerk",
  providers: {
    ...COMMON_PROVIDERS,
    ...Object.fromEntries(Object.entries(COMMON_PROVIDERS).map(([to, us]) => [`oauth_${to}`, us])),
    // Sign-in with OpenID Connect, which LinkedIn gives the same IDs.
    linkedin_oidc: "linkedin",
    oauth_linkedin_oidc: "linkedin",
  },
  open: async ({ users, hashes }) => ({
    async *rows() {
      yield* readFiles(users, { list: "data" });
      if (hashes !== undefined) yield* hashesIn(readFiles(hashes));
    },
    read: (row) => (row instanceof ClerkHash ? row.read() : isRecord(row) ? readUser(row) : null),
  }),
};

/** A row of the CSV when only its hash counts. */
class ClerkHash {
  constructor(readonly row: Record<string, unknown>) {}

  read(): ReadRow {
    return { password: { ownerId: textOf(this.row.id), passwordHash: hashOf(this.row) } };
  }
}

/** People without a password have a row, too, which says nothing. */
async function* hashesIn(rows: AsyncGenerator<SourceRow>) {
  for await (const { value, ...place } of rows) {
    if (!isRecord(value)) yield { ...place, value };
    else if (hashOf(value) !== "") yield { ...place, value: new ClerkHash(value) };
  }
}

const PLACED = new Set([
  ...["id", "first_name", "last_name", "username", "primary_email_address", "email_addresses"],
  ...["primary_phone_number", "totp_secret", "password_digest", "password_hasher"],
  ...["external_accounts", "created_at", "updated_at", "last_sign_in_at", "banned", "backup_codes"],
]);

function readUser(row: Record<string, unknown>): ReadRow {
  if (textOf(row.id) === "") return null;
  const { address, isVerified } = addressOf(row);
  const metadata = isRecord(row.public_metadata) ? row.public_metadata : {};
  const secret = textOf(row.totp_secret);
  const phones = recordsOf(row.phone_numbers);
  const full = [textOf(row.first_name), textOf(row.last_name)].filter((part) => part !== "");
  return {
    person: personOf({
      id: textOf(row.id),
      email: address,
      isVerified,
      names: [full.join(" "), textOf(row.username)],
      passwordHash: hashOf(row),
      // Only the server can write public metadata; anybody can write their unsafe metadata.
      roles: [...wordsOf(metadata.role), ...wordsOf(metadata.roles)],
      status: row.banned === true ? "suspended" : "active",
      statusReason: "Banned before the move",
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      lastSignInAt: row.last_sign_in_at,
      phone: textOf(row.primary_phone_number) || textOf(phones[0]?.phone_number),
      picture: textOf(row.image_url),
      identities: recordsOf(row.external_accounts).map((account) => ({
        provider: textOf(account.provider),
        subject: textOf(account.provider_user_id),
        data: { email_address: account.email_address, username: account.username },
      })),
      authenticators: secret === "" ? [] : [{ name: "", secret }],
      hasOtherFactor: secret === "" && row.two_factor_enabled === true,
      kept: without(row, PLACED),
    }),
  };
}

/** The primary address. The CSV lists which are verified; the API says so of each. */
function addressOf(row: Record<string, unknown>) {
  const listed = recordsOf(row.email_addresses);
  if (listed.length > 0) {
    const primary = listed.find(({ id }) => id === row.primary_email_address_id) ?? listed[0];
    const verification = isRecord(primary?.verification) ? primary.verification : {};
    const isVerified = verification.status === "verified";
    return { address: textOf(primary?.email_address), isVerified };
  }
  const verified = addressesIn(row.verified_email_addresses);
  const address =
    textOf(row.primary_email_address) ||
    (verified[0] ?? addressesIn(row.unverified_email_addresses)[0] ?? "");
  return { address, isVerified: verified.includes(address) };
}

/** The CSV separates several with spaces, commas or bars. */
const addressesIn = (value: unknown) =>
  textOf(value)
    .split(/[\s,;|]+/)
    .filter((address) => address !== "");

/** Clerk's names for kinds of hashes that say in their own text how they were made. */
const WHOLE = new Set(["bcrypt", "argon2i", "argon2id"]);

function hashOf(row: Record<string, unknown>): string {
  const [hash, hasher] = [textOf(row.password_digest), textOf(row.password_hasher)];
  if (hash === "") return "";
  if (WHOLE.has(hasher)) return hash;
  if (hasher === "pbkdf2_sha256_django") return storableHash(hash, "django") ?? unknown(hasher);
  if (hasher === "pbkdf2_sha256" || hasher === "pbkdf2_sha512") {
    return storableHash(hash, "base64") ?? unknown(hasher);
  }
  return hasher === "scrypt_firebase" ? firebaseHash(hash) : unknown(hasher);
}

const unknown = (hasher: string) => `${hasher}:unknown`;

/** hash$salt$signer key$salt separator$rounds$memory cost, all but the numbers in base64. */
function firebaseHash(hash: string) {
  const [key, salt, signer, separator, rounds, memory, ...more] = hash.split("$");
  if (memory === undefined || more.length > 0) return unknown("scrypt_firebase");
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${separator},sk=${signer}$${salt}$${key}`;
}
