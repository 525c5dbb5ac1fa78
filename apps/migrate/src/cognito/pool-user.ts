/** A user in the pool API's format: ListUsers has Attributes, AdminGetUser UserAttributes. */
export interface PoolUser {
  Username: string;
  Attributes?: PoolAttribute[] | null;
  UserAttributes?: PoolAttribute[] | null;
  UserCreateDate?: string | number | null;
  UserLastModifiedDate?: string | number | null;
  Enabled?: boolean | null;
  UserStatus?: string | null;
  MFAOptions?: unknown[] | null;
  UserMFASettingList?: string[] | null;
  PreferredMfaSetting?: string | null;
}

interface PoolAttribute {
  Name: string;
  Value?: string | null;
}

/**
 * Whether a value is a user. Written by hand, because it runs for everybody: a schema would copy
 * each user, which takes longer than parsing them.
 */
export function isPoolUser(value: unknown): value is PoolUser {
  return (
    isRecord(value) &&
    isText(value.Username) &&
    isAbsentOr(isAttributes, value.Attributes) &&
    isAbsentOr(isAttributes, value.UserAttributes) &&
    isAbsentOr(isInstant, value.UserCreateDate) &&
    isAbsentOr(isInstant, value.UserLastModifiedDate) &&
    isAbsentOr(isFlag, value.Enabled) &&
    isAbsentOr(isText, value.UserStatus) &&
    isAbsentOr(Array.isArray, value.MFAOptions) &&
    isAbsentOr(isTexts, value.UserMFASettingList) &&
    isAbsentOr(isText, value.PreferredMfaSetting)
  );
}

type Check = (value: unknown) => boolean;

const isAbsentOr = (check: Check, value: unknown) =>
  value === undefined || value === null || check(value);
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isInstant: Check = (value) => isText(value) || Number.isFinite(value);
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isAttribute: Check = (value) =>
  isRecord(value) && isText(value.Name) && isAbsentOr(isText, value.Value);
const isAttributes: Check = (value) => Array.isArray(value) && value.every(isAttribute);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
