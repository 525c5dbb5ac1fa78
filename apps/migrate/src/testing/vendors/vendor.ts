import { BCRYPT } from "../known-passwords.ts";

/** A person of a test, whom each vendor writes in its own shape. */
export interface VendorPerson {
  n: number;
  /** Null for somebody without one. */
  email: string | null;
  isVerified: boolean;
  name: string;
  /** "own" is the kind of hash that the vendor itself makes. */
  password: "bcrypt" | "own" | "unknown" | "none";
  roles: string[];
  isSuspended: boolean;
  identities: [provider: "google" | "github" | "other", subject: string][];
  /** Changed at this second after all others. */
  changedAt: number;
}

export const BCRYPT_HASH = BCRYPT;
export const BCRYPT_PASSWORD = "correct horse battery staple";
export const CREATED_AT = Date.UTC(2024, 1, 29, 12, 30, 15, 123);

/** What a vendor's shape can hold, and how an export in it is written. */
export interface Vendor {
  /** The name of the command. */
  kind: string;
  /** The password of `own` hashes; undefined if the vendor makes none. */
  ownPassword?: string;
  /** Where "bcrypt" is another kind of hash: its password. */
  otherPassword?: string;
  /** Whether its shape says that an address was confirmed, and who is suspended. */
  hasStatus: boolean;
  hasIdentities: boolean;
  hasRoles: boolean;
  /** Whether a row can have a broken shape, a NUL, or be there twice. */
  isFile: boolean;
  mapping: object;
  /** The statements that fill a database, or the files. */
  write: (people: VendorPerson[]) => VendorExport;
}

export interface VendorExport {
  /** Contents by name, with the option that each one is passed with. */
  files?: { option: string; name: string; content: string }[];
  sql?: string;
}

/** An ordinary person. */
export function person(n: number, changes: Partial<VendorPerson> = {}): VendorPerson {
  return {
    n,
    email: `person${n}@example.org`,
    isVerified: true,
    name: `Person ${n}`,
    password: "none",
    roles: [],
    isSuspended: false,
    identities: [],
    changedAt: 0,
    ...changes,
  };
}

/** The same mix for every vendor: two thirds with a password, one third with Google. */
export function ordinaryPerson(n: number, hasOwn: boolean): VendorPerson {
  const passwords = hasOwn ? (["bcrypt", "own", "none"] as const) : (["bcrypt", "none"] as const);
  const password = passwords[n % passwords.length] ?? "none";
  return person(n, {
    password,
    identities: password === "none" ? [["google", `10${n}`]] : [],
    roles: n % 10 === 0 ? ["mentor"] : [],
    isVerified: n % 40 !== 1,
    isSuspended: n % 50 === 3,
  });
}

export const ROLES = { roles: { mentor: "mentor", staff: "pm", admin: "admin" } };
export const changedAt = ({ changedAt: seconds }: VendorPerson) =>
  new Date(CREATED_AT + 86_400_000 + seconds * 1000).toISOString();
export const createdAt = new Date(CREATED_AT).toISOString();
export const jsonLines = (rows: unknown[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
