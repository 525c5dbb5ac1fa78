import { BCRYPT_HASH, CREATED_AT, ROLES, type Vendor, type VendorPerson } from "./vendor.ts";

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

function credential(secret: object, data: object) {
  return {
    id: "3b800dbd-bcfb-4734-925f-85a9f75f1cef",
    type: "password",
    createdDate: CREATED_AT,
    secretData: JSON.stringify({ ...secret, additionalParameters: {} }),
    credentialData: JSON.stringify({ ...data }),
  };
}

/** Made by Python's hashlib, at Keycloak's old default of 27,500 rounds and 64 bytes. */
const OWN = credential(
  {
    value:
      "gcIv2/GIzYc0KwTJgGW7gM+a7IsserdOiVZabgmdH1PMxOy4PpC8pPXeJOoGwn0pM46wxOC9zrKlxidr5d4peQ==",
    salt: "c2FsdHNhbHRzYWx0c2FsdA==",
  },
  { hashIterations: 27500, algorithm: "pbkdf2-sha256", additionalParameters: {} },
);

const ARGON2 = credential(
  { value: "j2pmwKvuS4d7BmQ53M248YbphC9cSHqWdR3M+QjfGTo=", salt: "c2FsdHNhbHRzYWx0c2FsdA==" },
  {
    hashIterations: 2,
    algorithm: "argon2",
    additionalParameters: {
      hashLength: ["32"],
      memory: ["64"],
      type: ["id"],
      version: ["1.3"],
      parallelism: ["2"],
    },
  },
);

const CREDENTIALS = {
  // Keycloak makes no bcrypt; these people have its argon2 instead.
  bcrypt: [ARGON2],
  own: [OWN],
  unknown: [
    credential({ value: BCRYPT_HASH, salt: "" }, { hashIterations: 10, algorithm: "bcrypt" }),
  ],
  none: [],
};

function user(person: VendorPerson) {
  const { n, email, isVerified, name, password, roles, isSuspended, identities } = person;
  const [firstName, ...rest] = name.split(" ");
  return {
    id: idOf(n),
    createdTimestamp: CREATED_AT,
    username: `person${n}`,
    enabled: !isSuspended,
    totp: false,
    emailVerified: isVerified,
    firstName,
    lastName: rest.join(" "),
    ...(email === null ? {} : { email }),
    attributes: { department: ["research"] },
    credentials: CREDENTIALS[password],
    disableableCredentialTypes: [],
    requiredActions: [],
    federatedIdentities: identities.map(([identityProvider, userId]) => ({
      identityProvider,
      userId,
      userName: email,
    })),
    realmRoles: ["default-roles-example", ...roles],
    notBefore: 0,
    groups: [],
  };
}

export const keycloakVendor: Vendor = {
  kind: "keycloak",
  ownPassword: "correct horse battery staple",
  otherPassword: "pâss wörd 🔑",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: true,
  mapping: ROLES,
  write: (people) => ({
    files: [
      {
        option: "--users",
        name: "realm.json",
        content: JSON.stringify(
          {
            id: "example",
            realm: "example",
            roles: { realm: [] },
            users: people.map(user),
            clients: [],
          },
          null,
          2,
        ),
      },
    ],
  }),
};
