import { BCRYPT_HASH, CREATED_AT, ROLES, type Vendor, type VendorPerson } from "./vendor.ts";

const HEADER = [
  ...["id", "first_name", "last_name", "username", "primary_email_address"],
  ...["primary_phone_number", "verified_email_addresses", "unverified_email_addresses"],
  ...["verified_phone_numbers", "unverified_phone_numbers", "totp_secret", "password_digest"],
  "password_hasher",
];

const HASHES = {
  bcrypt: [BCRYPT_HASH, "bcrypt"],
  // Made by Python's hashlib; Clerk's own form of PBKDF2 has its salt in base64.
  own: [
    "pbkdf2_sha256$600$c2FsdHNhbHRzYWx0c2FsdA==$TMTwLsAt/751eV149QWz+RzpoCehLtjNEfoXTNN4ZNM=",
    "pbkdf2_sha256",
  ],
  unknown: ["5f4dcc3b5aa765d61d8327deb882cf99", "md5"],
  none: ["", ""],
};

const idOf = (n: number) => `user_${String(n).padStart(27, "0")}`;

function cells({ n, email, isVerified, name, password }: VendorPerson): string[] {
  const [first = "", ...rest] = name.split(" ");
  const address = email ?? "";
  const [digest = "", hasher = ""] = HASHES[password];
  return [
    ...[idOf(n), first, rest.join(" "), "", address, ""],
    ...(isVerified ? [address, ""] : ["", address]),
    ...["", "", "", digest, hasher],
  ];
}

/** The dashboard's CSV has the hashes, but neither roles nor accounts elsewhere. */
export const clerkCsv: Vendor = {
  kind: "clerk",
  ownPassword: "pâss wörd 🔑",
  hasStatus: false,
  hasIdentities: false,
  hasRoles: false,
  isFile: true,
  mapping: {},
  write(people) {
    const quoted = (cell: string) =>
      /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const lines = [HEADER, ...people.map(cells)].map((row) => row.map(quoted).join(","));
    return { files: [{ option: "--users", name: "users.csv", content: `${lines.join("\n")}\n` }] };
  },
};

function user({
  n,
  email,
  isVerified,
  name,
  roles,
  isSuspended,
  identities,
  changedAt,
}: VendorPerson) {
  const [first, ...rest] = name.split(" ");
  const status = isVerified ? "verified" : "unverified";
  return {
    id: idOf(n),
    object: "user",
    first_name: first,
    last_name: rest.join(" "),
    primary_email_address_id: email === null ? null : `idn_${n}`,
    email_addresses:
      email === null
        ? []
        : [
            { id: `idn_other${n}`, email_address: `other${n}@example.org`, verification: null },
            {
              id: `idn_${n}`,
              email_address: email,
              verification: { status, strategy: "email_code" },
            },
          ],
    phone_numbers: [],
    external_accounts: identities.map(([provider, provider_user_id]) => ({
      object: "external_account",
      provider: `oauth_${provider}`,
      provider_user_id,
      email_address: email,
    })),
    public_metadata: { roles },
    unsafe_metadata: { role: "admin" },
    banned: isSuspended,
    created_at: CREATED_AT,
    updated_at: CREATED_AT + 86_400_000 + changedAt * 1000,
    last_sign_in_at: CREATED_AT + 1000,
    password_enabled: false,
    two_factor_enabled: false,
  };
}

/** The Backend API has roles and accounts elsewhere, but no hashes. */
export const clerkJson: Vendor = {
  kind: "clerk",
  hasStatus: true,
  hasIdentities: true,
  hasRoles: true,
  isFile: true,
  mapping: ROLES,
  write: (people) => ({
    files: [{ option: "--users", name: "users.json", content: JSON.stringify(people.map(user)) }],
  }),
};
