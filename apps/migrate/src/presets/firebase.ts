import { readFile } from "node:fs/promises";
import { z } from "zod";
import { personOf, type ReadRow } from "../file/person.ts";
import { isRecord, parsed, recordsOf, textOf, without, wordsOf } from "../file/values.ts";
import { MigrationRefused } from "../refusal.ts";
import { COMMON_PROVIDERS, type Preset, readFiles } from "./preset.ts";

/**
 * What `firebase auth:export` writes. The parameters of the password hashes are in the console:
 * https://firebase.google.com/docs/cli/auth
 */
export const firebase: Preset = {
  source: "firebase",
  providers: {
    ...COMMON_PROVIDERS,
    "apple.com": "apple",
    "facebook.com": "facebook",
    "github.com": "github",
    "google.com": "google",
  },
  async open({ users, hashConfig }) {
    const parameters = hashConfig === undefined ? undefined : await readParameters(hashConfig);
    return {
      rows: () => readFiles(users, { list: "users" }),
      read: (row) => readUser(row, parameters),
    };
  },
};

const PLACED = new Set([
  ...["localId", "email", "emailVerified", "passwordHash", "salt", "displayName", "createdAt"],
  ...["lastSignedInAt", "phoneNumber", "disabled", "providerUserInfo"],
]);

/** How Firebase's own scrypt was set for all of a project's hashes; the key is a secret. */
interface Parameters {
  base64_signer_key: string;
  base64_salt_separator: string;
  rounds: number;
  mem_cost: number;
}

function readUser(row: unknown, parameters: Parameters | undefined): ReadRow {
  if (!isRecord(row) || typeof row.localId !== "string") return null;
  const claims = parsed(row.customAttributes);
  const roles = isRecord(claims) ? [...wordsOf(claims.role), ...wordsOf(claims.roles)] : [];
  const isAnonymous =
    textOf(row.email) === "" &&
    textOf(row.phoneNumber) === "" &&
    recordsOf(row.providerUserInfo).length === 0;
  const active = isAnonymous ? "inactive" : "active";
  return {
    person: personOf({
      id: row.localId,
      email: textOf(row.email),
      isVerified: row.emailVerified === true,
      names: [textOf(row.displayName)],
      passwordHash: hashOf(row, parameters),
      roles,
      status: row.disabled === true ? "suspended" : active,
      statusReason:
        row.disabled === true ? "Disabled before the move" : "Anonymous before the move",
      notes: isAnonymous ? ["ANONYMOUS"] : [],
      createdAt: row.createdAt,
      lastSignInAt: row.lastSignedInAt,
      phone: textOf(row.phoneNumber),
      picture: textOf(row.photoUrl),
      identities: recordsOf(row.providerUserInfo)
        .filter(({ providerId }) => !OWN_PROVIDERS.has(textOf(providerId)))
        .map(({ providerId, rawId, ...data }) => ({
          provider: textOf(providerId),
          subject: textOf(rawId),
          data,
        })),
      hasOtherFactor: recordsOf(row.mfaInfo).length > 0,
      kept: without(row, PLACED),
    }),
  };
}

/** The address and the number are the person's own. */
const OWN_PROVIDERS = new Set(["password", "phone"]);

const MODULAR = /^\$/;

/** Without its parameters, a hash can't be checked. */
function hashOf({ passwordHash, salt }: Record<string, unknown>, parameters?: Parameters) {
  const hash = textOf(passwordHash);
  if (hash === "" || MODULAR.test(hash) || parameters === undefined) return hash;
  const { base64_signer_key, base64_salt_separator, rounds, mem_cost } = parameters;
  const [signer, separator, salted, key] = [
    base64_signer_key,
    base64_salt_separator,
    textOf(salt),
    hash,
  ].map(plainBase64);
  return `$fbscrypt$v=1,n=${mem_cost},r=${rounds},p=1,ss=${separator},sk=${signer}$${salted}$${key}`;
}

const plainBase64 = (text: string) => text.replaceAll("-", "+").replaceAll("_", "/");

const parametersSchema = z.object({
  base64_signer_key: z.string().min(1),
  base64_salt_separator: z.string(),
  rounds: z.coerce.number().int(),
  mem_cost: z.coerce.number().int(),
});

/** The console shows `hash_config { rounds: 8, … }`, which isn't JSON. */
const PAIR = /^\s*"?(?<name>\w+)"?\s*:\s*"?(?<value>[^",\s]*)"?\s*,?\s*$/gm;

async function readParameters(path: string): Promise<Parameters> {
  const text = await readFile(path, "utf8").catch(() => "");
  const pairs = [...text.matchAll(PAIR)].map(({ groups }) => [groups?.name, groups?.value]);
  const result = parametersSchema.safeParse(parsed(text) ?? Object.fromEntries(pairs));
  if (result.success) return result.data;
  throw new MigrationRefused(
    "MAPPING_INVALID",
    `${path} doesn't have the password hash parameters of the Firebase console: base64_signer_key, base64_salt_separator, rounds and mem_cost`,
  );
}
