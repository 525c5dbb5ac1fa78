import { createHmac } from "node:crypto";
import type pg from "pg";
import {
  type AuthUser,
  insertFactor,
  insertIdentity,
  insertUser,
} from "../src/testing/hostile-users.ts";
import { knownPasswords } from "../src/testing/known-passwords.ts";

const PASSWORD = "correct horse battery staple";
const HASH = "$2a$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS";
/** The hash of "short", which nobody could choose here. */
const SHORT_HASH = "$2b$04$Y0t6FcbZ4TsB.oVrPXH56OcN233s3uQ98AduWMBxQSL02GuupCNf.";
/** The secret a factor of `insertFactor` has, before base32. */
const TOTP_SECRET = "12345678901234567890";

/** Someone who tries to sign in after the migration, and the expected result. */
export interface Arrival {
  who: string;
  email: string;
  password: string;
  /** From the authenticator app. */
  hasCode?: boolean;
  status: number;
  code?: string;
}

/** Adds ten people with known passwords, some who must be kept out, and rows that fit nowhere. */
export async function addPeople(source: pg.Client): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  const arrive = async (
    who: string,
    user: AuthUser,
    expected: Partial<Arrival> = {},
  ): Promise<string> => {
    const email = `${who.replaceAll(/\W+/g, "-")}@rehearsal.example`;
    const id = await insertUser(source, { email, encrypted_password: HASH, ...user });
    const typed = user.email ?? email;
    arrivals.push({ who, email: typed, password: PASSWORD, status: 200, ...expected });
    return id;
  };

  for (const [scheme, password, encrypted_password] of knownPasswords) {
    await arrive(scheme, { encrypted_password }, { password });
  }
  await arrive("mixed case", { email: "Ada.Lovelace@Rehearsal.Example" });
  await arrive("a short password", { encrypted_password: SHORT_HASH }, { password: "short" });
  const linked = await arrive("a provider as well", {});
  await insertIdentity(source, linked, "google", "100000000000000000001");
  await insertFactor(source, await arrive("an app", {}, { hasCode: true }));

  const out = (status: number, code: string) => ({ status, code });
  const app = await arrive("an app, no code", {}, out(401, "SECOND_FACTOR_REQUIRED"));
  await insertFactor(source, app);
  const passkey = await arrive("a passkey", {}, out(403, "SECOND_FACTOR_LOST"));
  await insertFactor(source, passkey, { type: "webauthn", secret: null });
  await arrive("banned", { banned_until: "infinity" }, out(403, "ACCOUNT_SUSPENDED"));
  await arrive("never confirmed", { email_confirmed_at: null }, out(403, "EMAIL_NOT_VERIFIED"));
  await arrive("deleted", { deleted_at: "2025-05-05" }, out(401, "INVALID_CREDENTIALS"));
  await arrive("a wrong password", {}, { password: "wrong", ...out(401, "INVALID_CREDENTIALS") });

  for (const email of ["Dup@rehearsal.example", "dup@rehearsal.example", "not an address"]) {
    await insertUser(source, { email });
  }
  await insertUser(source, { email: null, phone: "49301234567" });
  await insertUser(source, { is_sso_user: true });
  await insertUser(source, { is_anonymous: true, email: null, raw_user_meta_data: "{}" });
  await insertUser(source, { is_super_admin: true });
  return arrivals;
}

/** Somebody without a password: how they get in, or what they wait for. */
export interface WayIn {
  email: string;
  /** The issuer's login, or how an email reaches them. */
  by: { login: string } | "reset" | "nothing";
}

/** Adds one person of each way in without a password. */
export async function addWaysIn(source: pg.Client): Promise<WayIn[]> {
  const add = async (name: string, provider?: string, user: AuthUser = {}) => {
    const email = `${name}@rehearsal.example`;
    const id = await insertUser(source, { email, ...user });
    if (provider !== undefined) await insertIdentity(source, id, provider, `${name} there`);
    return { email, id };
  };
  const { email: campus } = await add("campus", "keycloak");
  const { email: apple } = await add("apple", "apple");
  const { email } = await add("email");
  const noAddress = { email: null, email_confirmed_at: null };
  const phone = await add("phone", undefined, { ...noAddress, phone: "49307654321" });
  return [
    { email: campus, by: { login: "campus there" } },
    { email: apple, by: "reset" },
    { email, by: "reset" },
    { email: `u-${phone.id}@no-email.invalid`, by: "nothing" },
  ];
}

/** The current code of their app (RFC 6238). */
export function codeNow(): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", TOTP_SECRET).update(step).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
