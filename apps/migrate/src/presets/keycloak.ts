import { encodeBase32 } from "../engine/base32.ts";
import { pbkdf2Hash } from "../file/password-hash.ts";
import { personOf, type ReadRow } from "../file/person.ts";
import { isRecord, parsed, recordsOf, textOf, without, wordsOf } from "../file/values.ts";
import { COMMON_PROVIDERS, type Preset, readFiles } from "./preset.ts";

/**
 * The export of a realm, in one file or a folder with files of users:
 * https://www.keycloak.org/server/importExport
 */
export const keycloak: Preset = {
  source: "keycloak",
  // Its identity providers for Microsoft and LinkedIn identify people as ours do.
  providers: { ...COMMON_PROVIDERS, microsoft: "microsoft", "linkedin-openid-connect": "linkedin" },
  open: async ({ users }) => ({
    async *rows() {
      for await (const row of readFiles(users, { list: "users" })) {
        // In a folder, the realm itself is in a file without users.
        if (!(isRecord(row.value) && "realm" in row.value)) yield row;
      }
    },
    read: readUser,
  }),
};

const PLACED = new Set([
  ...["id", "username", "email", "emailVerified", "firstName", "lastName", "enabled"],
  ...["createdTimestamp", "credentials", "federatedIdentities", "disableableCredentialTypes"],
]);

function readUser(row: unknown): ReadRow {
  if (!isRecord(row) || typeof row.username !== "string") return null;
  const credentials = recordsOf(row.credentials);
  const apps = credentials.filter(({ type }) => type === "otp").map(authenticatorOf);
  const full = [textOf(row.firstName), textOf(row.lastName)].filter((part) => part !== "");
  const attributes = isRecord(row.attributes) ? row.attributes : {};
  return {
    person: personOf({
      // An export that was written by hand may have no IDs.
      id: textOf(row.id) || row.username,
      email: textOf(row.email),
      isVerified: row.emailVerified === true,
      names: [full.join(" "), row.username],
      passwordHash: hashOf(credentials.find(({ type }) => type === "password")),
      roles: [...wordsOf(row.realmRoles).filter(isGiven), ...wordsOf(row.groups)],
      status: row.enabled === false ? "suspended" : "active",
      statusReason: "Disabled before the move",
      ...(row.serviceAccountClientId === undefined ? {} : { excludedAs: "SERVICE_ACCOUNT" }),
      createdAt: row.createdTimestamp,
      phone: wordsOf(attributes.phoneNumber)[0] ?? "",
      picture: wordsOf(attributes.picture)[0] ?? "",
      timeZone: wordsOf(attributes.zoneinfo)[0] ?? "",
      identities: recordsOf(row.federatedIdentities).map(
        ({ identityProvider, userId, userName }) => ({
          provider: textOf(identityProvider),
          subject: textOf(userId),
          data: { userName },
        }),
      ),
      authenticators: apps.filter((app) => app !== undefined),
      hasOtherFactor:
        apps.includes(undefined) ||
        credentials.some(({ type }) => textOf(type).startsWith("webauthn")),
      kept: without(row, PLACED),
    }),
  };
}

/** Roles that every user of a realm has. */
function isGiven(role: string) {
  const isAutomatic = role.startsWith("default-roles-");
  return !isAutomatic && role !== "offline_access" && role !== "uma_authorization";
}

/** What a credential keeps as JSON in a text: its secret, and how that was made. */
function partsOf(credential: Record<string, unknown>) {
  const [secret, data] = [parsed(credential.secretData), parsed(credential.credentialData)];
  return { secret: isRecord(secret) ? secret : {}, data: isRecord(data) ? data : {} };
}

const DIGESTS: Record<string, string> = {
  pbkdf2: "sha1",
  "pbkdf2-sha256": "sha256",
  "pbkdf2-sha512": "sha512",
};

function hashOf(credential: Record<string, unknown> | undefined): string {
  if (credential === undefined) return "";
  const { secret, data } = partsOf(credential);
  const [key, salt, algorithm] = [secret.value, secret.salt, data.algorithm].map(textOf);
  const rounds = Number(data.hashIterations);
  if (key === undefined || salt === undefined || algorithm === undefined) return "";
  const digest = Object.hasOwn(DIGESTS, algorithm) ? DIGESTS[algorithm] : undefined;
  if (digest !== undefined) return pbkdf2Hash({ digest, rounds, salt, key });
  return algorithm === "argon2" ? argon2Hash(data, { key, salt, rounds }) : `${algorithm}:unknown`;
}

const VERSIONS: Record<string, number> = { "1.0": 16, "1.3": 19 };

function argon2Hash(
  { additionalParameters: more }: Record<string, unknown>,
  { key, salt, rounds }: { key: string; salt: string; rounds: number },
) {
  const parameter = (name: string) => (isRecord(more) ? (wordsOf(more[name])[0] ?? "") : "");
  const version = VERSIONS[parameter("version")] ?? 0;
  const cost = `m=${parameter("memory")},t=${rounds},p=${parameter("parallelism")}`;
  const [salted, hashed] = [salt, key].map((text) => text.replace(/=+$/, ""));
  return `$argon2${parameter("type")}$v=${version}$${cost}$${salted}$${hashed}`;
}

/** An authenticator app of the kind that ours are: six digits of SHA-1, every 30 seconds. */
function authenticatorOf(credential: Record<string, unknown>) {
  const { secret, data } = partsOf(credential);
  const isOrdinary =
    data.subType === "totp" &&
    data.digits === 6 &&
    data.period === 30 &&
    data.algorithm === "HmacSHA1";
  const value = textOf(secret.value);
  if (!isOrdinary || value === "") return undefined;
  return {
    name: textOf(credential.userLabel),
    secret: data.secretEncoding === "BASE32" ? value : encodeBase32(Buffer.from(value)),
  };
}
