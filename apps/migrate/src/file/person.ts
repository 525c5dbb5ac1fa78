/**
 * A person as their source knows them, in one shape for every source. Times are in any form that
 * `readTime` reads, hashes in any that `storableHash` does. An empty text means "none".
 */
export interface Person {
  /** Their ID there. If it's empty, the address stands in. */
  id: string;
  email: string;
  /** True only if the source says that the mailbox was confirmed. */
  isVerified: boolean;
  /** Names in the order of preference; the first that can be used here is. */
  names: string[];
  passwordHash: string;
  /** Words for roles and groups. Only the mapping makes one grant anything. */
  roles: string[];
  /** Undefined for a word that nobody explained. */
  status: "active" | "inactive" | "suspended" | "deleted" | undefined;
  /** For staff: why somebody is suspended or inactive. */
  statusReason?: string;
  /** Why somebody doesn't migrate at all: a code of the report. */
  excludedAs?: string;
  createdAt: unknown;
  updatedAt: unknown;
  lastSignInAt: unknown;
  phone: string;
  /** The address of a picture. */
  picture: string;
  timeZone: string;
  identities: PersonIdentity[];
  /** Secrets of authenticator apps in base32. */
  authenticators: { name: string; secret: string }[];
  /** Had a kind of 2FA that can't be migrated, such as a passkey or text messages. */
  hasOtherFactor: boolean;
  /** What has no place here, for the record. Never a hash or a secret. */
  kept: Record<string, unknown>;
  /** Something unreadable that doesn't keep the person from arriving: codes of the report. */
  notes?: string[];
}

/** An account at an identity provider. */
export interface PersonIdentity {
  /** The provider's name there. */
  provider: string;
  /** The person's ID at the provider. */
  subject: string;
  data?: Record<string, unknown>;
}

/** The hash of a password, if a source has them in a place of their own. */
export interface PasswordRow {
  ownerId: string;
  passwordHash: string;
}

/** An account at a provider without a person. */
export interface StrayIdentity {
  stray: PersonIdentity;
}

/** What a row of a source is; null if it has none of the shapes of its source. */
export type ReadRow = { person: Person } | { password: PasswordRow } | StrayIdentity | null;

/** A row of a source, and its position, counted from 1. */
export interface SourceRow {
  file: string;
  position: number;
  value: unknown;
}

/** A person about whom nothing is known but these. */
export function personOf(known: Partial<Person>): Person {
  return {
    id: "",
    email: "",
    isVerified: false,
    names: [],
    passwordHash: "",
    roles: [],
    status: "active",
    createdAt: null,
    updatedAt: null,
    lastSignInAt: null,
    phone: "",
    picture: "",
    timeZone: "",
    identities: [],
    authenticators: [],
    hasOtherFactor: false,
    kept: {},
    ...known,
  };
}
