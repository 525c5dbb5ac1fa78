import { canonicalTimeZone } from "@sundial/validators";
import { z } from "zod";
import { readInstant } from "./instant.ts";

/** A user of a pool, whichever tool wrote it down. */
export interface UserRow {
  /** Why nothing can be made of it: a code of the report. The other fields are empty then. */
  problem: "ROW_INVALID" | "TEXT_INVALID" | "TIME_INVALID" | null;
  username: string;
  sub: string;
  status: string;
  enabled: boolean | null;
  createdAt: string | null;
  modifiedAt: string | null;
  /** All attributes but those with a field of their own. Every value is a text. */
  attributes: Record<string, string>;
  /** The attribute `identities` as JSON text: its numbers may have more digits than ours hold. */
  identities: string | null;
  identitiesInvalid: boolean;
  timeZone: string | null;
  /** Second factors, if the export knows of them. */
  mfa: string[];
}

const instant = z.union([z.string(), z.number()]).nullish();
const attributes = z
  .array(z.object({ Name: z.string(), Value: z.string().nullish() }))
  .nullish()
  .transform((list) => Object.fromEntries((list ?? []).map((one) => [one.Name, one.Value ?? ""])));

/** ListUsers says Attributes, AdminGetUser says UserAttributes and also tells of second factors. */
const userShape = z.object({
  Username: z.string(),
  Attributes: attributes,
  UserAttributes: attributes,
  UserCreateDate: instant,
  UserLastModifiedDate: instant,
  Enabled: z.boolean().nullish(),
  UserStatus: z.string().nullish(),
  MFAOptions: z.array(z.unknown()).nullish(),
  UserMFASettingList: z.array(z.string()).nullish(),
  PreferredMfaSetting: z.string().nullish(),
});

/** Reads one user. Whatever it is, it becomes a row. */
export function readUserRow(value: unknown): UserRow {
  const parsed = userShape.safeParse(value);
  if (!parsed.success) return unusable("ROW_INVALID");
  const user = parsed.data;
  const { sub = "", identities, ...rest } = { ...user.Attributes, ...user.UserAttributes };
  const createdAt = optionalInstant(user.UserCreateDate);
  const modifiedAt = optionalInstant(user.UserLastModifiedDate);
  if (createdAt === undefined || modifiedAt === undefined) {
    return { ...unusable("TIME_INVALID"), sub };
  }
  const row: UserRow = {
    problem: null,
    username: user.Username,
    sub,
    status: user.UserStatus ?? "",
    enabled: user.Enabled ?? null,
    createdAt,
    modifiedAt,
    attributes: rest,
    identities: isIdentityList(identities) ? identities : null,
    identitiesInvalid: identities !== undefined && !isIdentityList(identities),
    timeZone: zoneOf(rest.zoneinfo ?? ""),
    mfa: secondFactors(user),
  };
  return isStorable(JSON.stringify(row)) ? row : unusable("TEXT_INVALID");
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
    identities: null,
    identitiesInvalid: false,
    timeZone: null,
    mfa: [],
  };
}

/** People share few zones, and working one out takes longer than reading the rest of a row. */
const zones = new Map<string, string | null>();
const MOST_ZONES = 10_000;

function zoneOf(name: string): string | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = canonicalTimeZone(name);
  if (zones.size < MOST_ZONES) zones.set(name, zone);
  return zone;
}

/** Undefined when there is one and it is wrong. */
function optionalInstant(value: string | number | null | undefined): string | null | undefined {
  if (value === null || value === undefined) return null;
  return readInstant(value) ?? undefined;
}

/** A list of flat objects, as text: read again where numbers of any length keep their digits. */
const identityList = z.array(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
);

function isIdentityList(identities: string | undefined): identities is string {
  if (identities === undefined || !isStorable(identities)) return false;
  try {
    return identityList.safeParse(JSON.parse(identities)).success;
  } catch {
    return false;
  }
}

function secondFactors(user: z.infer<typeof userShape>) {
  const named = [...(user.UserMFASettingList ?? []), user.PreferredMfaSetting ?? ""];
  // The form of old pools, which knew text messages only.
  const old = (user.MFAOptions ?? []).length > 0 ? ["SMS_MFA"] : [];
  return [...new Set([...named, ...old])].filter((name) => name !== "").sort();
}

/** Postgres holds neither a NUL nor half a character; JSON spells both as escapes. */
function isStorable(json: string) {
  return !/\\u(0000|d[89a-f][0-9a-f]{2})/i.test(json.replaceAll("\\\\", ""));
}
