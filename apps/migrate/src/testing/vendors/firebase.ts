import { BCRYPT_HASH, CREATED_AT, ROLES, type Vendor, type VendorPerson } from "./vendor.ts";

/** As the console shows them; these are from Firebase's own documentation of its scrypt. */
const CONFIG = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}
`;
const OWN = {
  passwordHash:
    "lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==",
  salt: "42xEC-ixf3L2lw==",
};

const hashOf = {
  bcrypt: { passwordHash: BCRYPT_HASH },
  own: OWN,
  unknown: { passwordHash: "bm90IGEgaGFzaA==", salt: "" },
  none: {},
};

const PROVIDERS = { google: "google.com", github: "github.com", other: "saml.partner" };

function user(person: VendorPerson) {
  const { n, email, isVerified, name, password, roles, isSuspended, identities } = person;
  return {
    localId: `Fire${String(n).padStart(24, "0")}`,
    ...(email === null ? {} : { email }),
    emailVerified: isVerified,
    displayName: name,
    ...hashOf[password],
    // Milliseconds, as texts.
    lastSignedInAt: String(CREATED_AT + 1000),
    createdAt: String(CREATED_AT),
    disabled: isSuspended,
    photoUrl: "https://example.org/photo.png",
    ...(roles.length > 0 ? { customAttributes: JSON.stringify({ roles }) } : {}),
    providerUserInfo: [
      ...(password === "none" ? [] : [{ providerId: "password", rawId: email, email }]),
      ...identities.map(([provider, rawId]) => ({ providerId: PROVIDERS[provider], rawId, email })),
    ],
  };
}

export const firebaseVendor: Vendor = {
  kind: "firebase",
  ownPassword: "user1password",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: true,
  mapping: ROLES,
  write: (people) => ({
    files: [
      {
        option: "--users",
        name: "users.json",
        content: JSON.stringify({ users: people.map(user) }, null, 2),
      },
      { option: "--hash-config", name: "hash-config.txt", content: CONFIG },
    ],
  }),
};
