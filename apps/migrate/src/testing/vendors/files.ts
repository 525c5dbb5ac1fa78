import {
  BCRYPT_HASH,
  changedAt,
  createdAt,
  jsonLines,
  ROLES,
  type Vendor,
  type VendorPerson,
} from "./vendor.ts";

const HEADER = [
  ...[
    "user_id",
    "mail",
    "confirmed",
    "first",
    "last",
    "hash",
    "group",
    "state",
    "joined",
    "changed",
  ],
  ...["google_id", "github_id", "nickname"],
] as const;

const FILE_MAPPING = {
  ...ROLES,
  columns: {
    id: "user_id",
    email: "mail",
    emailVerified: "confirmed",
    name: ["first", "last"],
    passwordHash: "hash",
    role: "group",
    status: "state",
    createdAt: "joined",
    updatedAt: "changed",
  },
  statuses: { locked: "suspended" },
  identities: [
    { provider: "google", subject: "google_id" },
    { provider: "github", subject: "github_id" },
  ],
};

const HASHES = {
  bcrypt: BCRYPT_HASH,
  // Made by Python's hashlib, as Django does.
  own: "pbkdf2_sha256$1000$saltsalt$zzTVNkpdnDsQWZloN/zP8vUU74BCbHD/tDSXS4zXPSs=",
  unknown: "md5:5f4dcc3b5aa765d61d83",
  none: "",
};

function row(person: VendorPerson): Record<(typeof HEADER)[number], string> {
  const subject = (provider: string) =>
    person.identities.find(([name]) => name === provider)?.[1] ?? "";
  const [first = "", ...rest] = person.name.split(" ");
  return {
    user_id: `u-${person.n}`,
    mail: person.email ?? "",
    confirmed: person.isVerified ? "true" : "f",
    first,
    last: rest.join(" "),
    hash: HASHES[person.password],
    group: person.roles.join(","),
    state: person.isSuspended ? "locked" : "",
    joined: createdAt,
    changed: changedAt(person),
    google_id: subject("google"),
    github_id: subject("github"),
    nickname: `nick "${person.n}", jr.`,
  };
}

const SHAPE = {
  kind: "file",
  ownPassword: "correct horse battery staple",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: true,
};

export const csvFile: Vendor = {
  ...SHAPE,
  mapping: FILE_MAPPING,
  write(people) {
    const rows = people.map((person) => Object.values(row(person)));
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    const lines = [[...HEADER], ...rows].map((cells) => cells.map(quoted).join(","));
    return {
      files: [{ option: "--users", name: "users.csv", content: `${lines.join("\r\n")}\r\n` }],
    };
  },
};

export const jsonLinesFile: Vendor = {
  ...SHAPE,
  mapping: FILE_MAPPING,
  write: (people) => ({
    files: [{ option: "--users", name: "users.jsonl", content: jsonLines(people.map(row)) }],
  }),
};
