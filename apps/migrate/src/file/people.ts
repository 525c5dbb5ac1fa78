import { createHash } from "node:crypto";
import { isStaff } from "@sundial/auth/permissions";
import { isStorable, type Role, role } from "@sundial/validators";
import { isStorable as isStorableJson } from "../cognito/user-row.ts";
import { chooseName } from "../engine/name.ts";
import { storableHash } from "./password-hash.ts";
import type { Person, PersonIdentity } from "./person.ts";
import { readTime } from "./time.ts";
import { knownZone } from "./zones.ts";

/** What decides, besides the row, what a person becomes. */
export interface PersonRules {
  /** The source's name, part of the IDs that are made here. */
  source: string;
  roles: Record<string, Role>;
  /** Names of identity providers here. */
  providers: Record<string, string>;
}

/** One person with what they become here; what depends on others is decided in SQL. */
export interface PersonRow {
  sourceId: string;
  /** Null without anything to recognize them by. */
  id: string | null;
  codes: { excluded: string[]; quarantined: string[]; flagged: string[] };
  email: string;
  isVerified: boolean;
  name: string | null;
  hash: string | null;
  hasUnknownHash: boolean;
  role: Role;
  /** The source's words for it. */
  roleWords: string[];
  status: string;
  statusReason: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  lastSignInAt: string | null;
  phone: string;
  picture: string;
  timeZone: string | null;
  secondFactor: "none" | "totp" | "other";
  identities: { provider: string; here: string | null; subject: string; data: unknown }[];
  authenticators: { name: string; secret: string }[];
  kept: Record<string, unknown>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A person's ID here: their own if it is a UUID, as all IDs here are, or one that follows from it.
 * The same person gets the same ID in every run.
 */
export function idOf(source: string, sourceId: string): string | null {
  if (sourceId === "") return null;
  if (UUID.test(sourceId)) return sourceId;
  const hex = createHash("md5").update(`${source}:${sourceId}`).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}

/** The row of somebody about whom only this problem is known. */
export function unusableRow(problem: string, source: string, sourceId = ""): PersonRow {
  return {
    sourceId,
    id: idOf(source, sourceId),
    codes: { excluded: [], quarantined: [problem], flagged: [] },
    email: "",
    isVerified: false,
    name: null,
    hash: null,
    hasUnknownHash: false,
    role: "mentee",
    roleWords: [],
    status: "suspended",
    statusReason: null,
    createdAt: null,
    updatedAt: null,
    lastSignInAt: null,
    phone: "",
    picture: "",
    timeZone: null,
    secondFactor: "none",
    identities: [],
    authenticators: [],
    kept: {},
  };
}

/** What a person becomes by the rules of their source, or why they can't arrive. */
export function personRow(person: Person, rules: PersonRules): PersonRow {
  const sourceId = sourceIdOf(person);
  // A name that can't be stored is only a name that can't be used.
  if (!isStorableJson(JSON.stringify({ ...person, names: [] }))) {
    return unusableRow("TEXT_INVALID", rules.source, isStorable(sourceId) ? sourceId : "");
  }
  if (sourceId === "") return unusableRow("ID_MISSING", rules.source);
  const [createdAt, updatedAt, lastSignInAt] = [
    person.createdAt,
    person.updatedAt,
    person.lastSignInAt,
  ].map(readTime);
  if (createdAt === undefined || updatedAt === undefined || lastSignInAt === undefined) {
    return unusableRow("TIME_INVALID", rules.source, sourceId);
  }
  const hash = person.passwordHash === "" ? null : storableHash(person.passwordHash);
  const { name, codes: nameCodes } = chooseName(person.names);
  const granted = grantedRole(person.roles, rules.roles);
  // As engine/role.ts decides in SQL.
  const isWithheld = isStaff({ role: granted }) && !person.isVerified;
  const timeZone = knownZone(person.timeZone);
  const secrets = person.authenticators.filter(({ secret }) => READABLE_SECRET.test(secret));
  const hadFactor = person.hasOtherFactor || person.authenticators.length > 0;
  const secondFactor = secrets.length > 0 ? "totp" : hadFactor ? "other" : "none";
  const isSuspended = person.status === "suspended" || person.status === undefined;
  return {
    sourceId,
    id: idOf(rules.source, sourceId),
    codes: {
      excluded: codes({
        DELETED_AT_SOURCE: person.status === "deleted",
        [person.excludedAs ?? ""]: person.excludedAs !== undefined,
      }),
      quarantined: person.status === undefined ? ["STATUS_UNMAPPED"] : [],
      flagged: codes({
        DISABLED: isSuspended,
        INACTIVE: person.status === "inactive",
        ROLE_UNMAPPED: person.roles.some((word) => !Object.hasOwn(rules.roles, word)),
        ROLE_WITHHELD: isWithheld,
        TIME_ZONE_UNKNOWN: person.timeZone !== "" && timeZone === null,
        SECOND_FACTOR_LOST: secondFactor === "other",
      }).concat(nameCodes, person.notes ?? []),
    },
    email: person.email,
    isVerified: person.isVerified,
    name,
    hash,
    hasUnknownHash: person.passwordHash !== "" && hash === null,
    role: isWithheld ? "mentee" : granted,
    roleWords: [...new Set(person.roles)],
    status: isSuspended ? "suspended" : person.status === "inactive" ? "inactive" : "active",
    statusReason: reasonOf(person),
    createdAt,
    updatedAt,
    lastSignInAt,
    phone: person.phone,
    picture: person.picture,
    timeZone,
    secondFactor,
    identities: person.identities.map((identity) => identityOf(identity, rules)),
    authenticators: secrets,
    kept: keptOf(person, nameCodes),
  };
}

/** What the record keeps, with names that aren't used. */
function keptOf({ kept, names }: Person, nameCodes: string[]) {
  const unused = names.filter((name) => name.trim() !== "" && isStorable(name));
  return nameCodes.includes("NAME_UNUSABLE") && unused.length > 0
    ? { ...kept, names: unused }
    : kept;
}

export function identityOf(
  { provider, subject, data }: PersonIdentity,
  { providers }: PersonRules,
) {
  const here = Object.hasOwn(providers, provider) ? (providers[provider] ?? null) : null;
  return { provider, here, subject, data: data ?? {} };
}

function sourceIdOf({ id, email }: Person) {
  const address = email.trim().toLowerCase();
  return id !== "" || address === "" ? id : `email:${address}`;
}

/** A secret that authenticator apps and we can both read: base32 of RFC 4648. */
const READABLE_SECRET = /^[A-Za-z2-7]{8,}=*$/;

/** Roles and groups add up, so the strongest of their roles counts. */
function grantedRole(words: string[], roles: PersonRules["roles"]): Role {
  const granted = words.flatMap((word) => (Object.hasOwn(roles, word) ? [roles[word]] : []));
  return role.options.toReversed().find((option) => granted.includes(option)) ?? "mentee";
}

function reasonOf({ status, statusReason }: Person) {
  if (status === "suspended") return statusReason ?? "Suspended before the move";
  return status === "inactive" ? (statusReason ?? "Inactive before the move") : null;
}

function codes(conditions: Record<string, boolean>) {
  return Object.keys(conditions).filter((code) => conditions[code] === true);
}
