import {
  BCRYPT_HASH,
  changedAt,
  createdAt,
  jsonLines,
  ROLES,
  type Vendor,
  type VendorPerson,
} from "./vendor.ts";

const oid = (n: number) => String(n).padStart(24, "0");
const PROVIDERS = { google: "google-oauth2", github: "github", other: "samlp" };

function user(person: VendorPerson) {
  const { n, email, isVerified, name, password, roles, isSuspended, identities } = person;
  const own = { user_id: oid(n), provider: "auth0", connection: "Users", isSocial: false };
  return {
    user_id: `auth0|${oid(n)}`,
    ...(email === null ? {} : { email }),
    email_verified: isVerified,
    name,
    nickname: `nick${n}`,
    created_at: createdAt,
    updated_at: changedAt(person),
    last_login: createdAt,
    blocked: isSuspended,
    app_metadata: { roles, plan: "free", legacy_id: 12345 },
    user_metadata: { theme: "dark" },
    identities: [
      own,
      ...identities.map(([provider, user_id]) => ({
        provider: PROVIDERS[provider],
        user_id,
        connection: PROVIDERS[provider],
        isSocial: true,
      })),
    ],
    // Imported hashes that nobody has used since.
    ...(password === "own"
      ? { custom_password_hash: { algorithm: "pbkdf2", hash: { value: OWN, encoding: "utf8" } } }
      : {}),
  };
}

/** Made by Python's hashlib, in the PHC form that Auth0 imports. */
const OWN =
  "$pbkdf2-sha512$i=300,l=64$c2FsdHNhbHRzYWx0c2FsdA$7weTkEGm+ZrIyP4RJJpZh/9s6kHLMkGCCN6VAsoI4e4C9yOUTSF7yBieHbf36MFqE7EEsNGizBUEU6f5CZHuIw";

function hashOf({ n, email, isVerified, password }: VendorPerson) {
  if (password === "none" || password === "own") return [];
  return [
    {
      _id: { $oid: oid(n) },
      email,
      email_verified: isVerified,
      passwordHash: password === "bcrypt" ? BCRYPT_HASH : "$md5$5f4dcc3b5aa765d61d8327deb882cf99",
      password_set_date: { $date: createdAt },
      tenant: "example",
      connection: "Users",
      _tmp_is_unique: true,
    },
  ];
}

export const auth0Vendor: Vendor = {
  kind: "auth0",
  ownPassword: "pâss wörd 🔑",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: true,
  mapping: ROLES,
  write: (people) => ({
    files: [
      { option: "--users", name: "users.ndjson", content: jsonLines(people.map(user)) },
      { option: "--hashes", name: "hashes.ndjson", content: jsonLines(people.flatMap(hashOf)) },
    ],
  }),
};
