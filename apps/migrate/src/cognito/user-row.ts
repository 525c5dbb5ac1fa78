import { canonicalTimeZone } from "@sundial/validators";
import { z } from "zod";
import { readInstant } from "./instant.ts";
import { isPoolUser, type PoolUser } from "./pool-user.ts";

/** A user of a pool, in the same form for every tool's output. */
export interface UserRow {
  /** Why it can't be migrated: a code of the report. The other fields are then empty. */
  problem: "ROW_INVALID" | "TEXT_INVALID" | "TIME_INVALID" | null;
  username: string;
  sub: string;
  status: string;
  enabled: boolean | null;
  createdAt: string | null;
  modifiedAt: string | null;
  /** All attributes except those with a field of their own. Every value is a text. */
  attributes: Record<string, string>;
  /** Names in the order of preference, also those that can't be stored. */
  names: string[];
  /**
   * The attribute `identities` as JSON text, because its numbers may have more digits than
   * JavaScript's.
   */
  identities: string | null;
  identitiesInvalid: boolean;
  timeZone: string | null;
  /** 2FA methods, if the export has them. */
  mfa: string[];
}

/** Reads one user. Any value becomes a row. */
export function readUserRow(value: unknown): UserRow {
  if (!isPoolUser(value)) return unusable("ROW_INVALID");
  const attributes = attributesOf(value);
  const { sub = "", identities } = attributes;
  delete attributes.sub;
  delete attributes.identities;
  const names = takeNames(attributes);
  const createdAt = optionalInstant(value.UserCreateDate);
  const modifiedAt = optionalInstant(value.UserLastModifiedDate);
  if (createdAt === undefined || modifiedAt === undefined) {
    return { ...unusable("TIME_INVALID"), sub };
  }
  const mfa = secondFactors(value);
  const texts = [value.Username, sub, value.UserStatus ?? "", ...mfa, identities ?? ""];
  if (!isStorable(JSON.stringify([texts, attributes]))) return unusable("TEXT_INVALID");
  const hasIdentities = isIdentityList(identities);
  return {
    problem: null,
    username: value.Username,
    sub,
    status: value.UserStatus ?? "",
    enabled: value.Enabled ?? null,
    createdAt,
    modifiedAt,
    attributes,
    names,
    identities: identities !== undefined && hasIdentities ? identities : null,
    identitiesInvalid: identities !== undefined && !hasIdentities,
    timeZone: zoneOf(attributes.zoneinfo ?? ""),
    mfa,
  };
}

/** All attributes by name; of duplicates, the last. The object has no inherited names. */
function attributesOf({ Attributes, UserAttributes }: PoolUser) {
  const attributes: Record<string, string> = Object.create(null);
  for (const list of [Attributes, UserAttributes]) {
    for (const { Name, Value } of list ?? []) attributes[Name] = Value ?? "";
  }
  return attributes;
}

/** The names in the attributes, which keep those that can be stored. */
function takeNames(attributes: Record<string, string>) {
  const { name = "", given_name = "", family_name = "", nickname = "" } = attributes;
  for (const key of ["name", "given_name", "family_name", "nickname"]) {
    if (!isStorable(JSON.stringify(attributes[key] ?? ""))) delete attributes[key];
  }
  return [name, `${given_name} ${family_name}`.trim(), nickname];
}

function unusable(problem: NonNullable<UserRow["problem"]>): UserRow {
  return {
    problem,
    username: "",
    sub: "",
    status: "",
    enabled: null,
    createdAt: null,
    modifiedAt: null,
    attributes: {},
    names: [],
    identities: null,
    identitiesInvalid: false,
    timeZone: null,
    mfa: [],
  };
}

/** People share few zones, and resolving one takes longer than reading the rest of a row. */
const zones = new Map<string, string | null>();
const MOST_ZONES = 10_000;

function zoneOf(name: string): string | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = canonicalTimeZone(name);
  if (zones.size < MOST_ZONES) zones.set(name, zone);
  return zone;
}

/** Undefined if present but invalid. */
function optionalInstant(value: string | number | null | undefined): string | null | undefined {
  if (value === null || value === undefined) return null;
  return readInstant(value) ?? undefined;
}

/** A list of flat objects, as text: parsed again where numbers of any length keep their digits. */
const identityList = z.array(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
);

function isIdentityList(identities: string | undefined): boolean {
  if (identities === undefined || !isStorable(identities) || hasOddNumbers(identities))
    return false;
  try {
    return identityList.safeParse(JSON.parse(identities)).success;
  } catch {
    return false;
  }
}

/**
 * A number with an exponent, or extremely long, is nobody's id and may exceed what a table can
 * store.
 */
const ODD_NUMBER = /\d[eE]|[\d.]{100}/;

function hasOddNumbers(json: string) {
  return ODD_NUMBER.test(json) && ODD_NUMBER.test(json.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
}

function secondFactors(user: PoolUser) {
  const named = [...(user.UserMFASettingList ?? []), user.PreferredMfaSetting ?? ""];
  // The form of old pools, which had only text messages.
  const old = (user.MFAOptions ?? []).length > 0 ? ["SMS_MFA"] : [];
  return [...new Set([...named, ...old])].filter((name) => name !== "").sort();
}

/** Postgres can't store a NUL or half a character; JSON writes both as escapes. */
export function isStorable(json: string) {
  return !/\\u(0000|d[89a-f][0-9a-f]{2})/i.test(json.replaceAll("\\\\", ""));
}
