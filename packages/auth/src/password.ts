import { createCipheriv, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import bcrypt from "bcryptjs";
import { argon2Verify } from "hash-wasm";
import { parsePbkdf2, verifyPbkdf2 } from "./pbkdf2.ts";

interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** Better Auth's cost: 32 MiB and some 60 ms. */
const NATIVE_COST: ScryptCost = { N: 16384, r: 16, p: 1 };
const NATIVE_KEY_BYTES = 64;
const NATIVE = /^(?<salt>[0-9a-f]{32}):(?<key>[0-9a-f]{128})$/;

/**
 * Hashes a new password with scrypt, in Better Auth's format `salt:key`, both in hex. The password
 * is used as received, not trimmed, normalized or cut.
 */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(async () => {
    const salt = randomBytes(16).toString("hex");
    const key = await nativeKey(password, salt);
    return `${salt}:${key.toString("hex")}`;
  });
}

interface Attempt {
  hash: string;
  password: string;
}

/**
 * Whether a password fits a stored hash: our own scrypt, or a migrated one (bcrypt, argon2i and
 * argon2id, Firebase's scrypt, PBKDF2). A hash of an unknown format fits nothing. Every kind waits in one
 * queue, and a hash that is rejected unread still costs the work of our own. On a busy server,
 * response times therefore don't reveal the kind of hash.
 */
export async function verifyPassword({ hash, password }: Attempt): Promise<boolean> {
  return inTurn(async () => {
    const fits = await comparison(hash, password);
    if (fits !== null) return fits;
    await nativeKey(password, "no such hash");
    return false;
  });
}

/** Null when nothing was compared, because the hash or the password can't be valid. */
async function comparison(hash: string, password: string): Promise<boolean | null> {
  if (NATIVE.test(hash)) return verifyNative(hash, password);
  if (/^\$2[aby]\$/.test(hash)) return verifyBcrypt(hash, password);
  if (/^\$argon2id?\$/.test(hash)) return verifyArgon2(hash, password);
  if (hash.startsWith("$fbscrypt$")) return verifyFirebase(hash, password);
  if (hash.startsWith("$pbkdf2-")) return verifyPbkdf2(hash, password);
  return null;
}

/**
 * Whether `verifyPassword` can check a hash: its format is known, it is complete, and its cost is
 * within the limits.
 */
export function isVerifiable(hash: string): boolean {
  return (
    NATIVE.test(hash) ||
    BCRYPT.test(hash) ||
    isVerifiableArgon2(hash) ||
    firebaseParts(hash) !== null ||
    parsePbkdf2(hash) !== null
  );
}

/** Whether a hash is of a kind we no longer write; the next successful sign-in replaces it. */
export function needsRehash(hash: string): boolean {
  return !NATIVE.test(hash);
}

async function verifyNative(hash: string, password: string) {
  const { salt = "", key = "" } = NATIVE.exec(hash)?.groups ?? {};
  return timingSafeEqual(await nativeKey(password, salt), Buffer.from(key, "hex"));
}

const BCRYPT = /^\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/;

/**
 * bcrypt reads 72 bytes and ignores the rest, so a longer password fits as a whole and by its first
 * 72 bytes. The next sign-in replaces the hash with one of everything that was typed.
 */
async function verifyBcrypt(hash: string, password: string) {
  if (!BCRYPT.test(hash)) return null;
  return bcrypt.compare(password, hash);
}

/** Version 19 only. The limits keep a stored hash from using up the server's memory. */
const ARGON2 = /^\$argon2id?\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,2}),p=\d{1,2}\$/;
const ARGON2_MAX_KIB = 256 * 1024;

/** A whole hash: a salt of 8 bytes or more, a key of 4 or more, and enough memory for its lanes. */
const WHOLE_ARGON2 =
  /^\$argon2id?\$v=19\$m=(?<memory>\d{1,7}),t=(0?[1-9]|1[0-6]),p=(?<lanes>0*[1-9]\d?)\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{6,}$/;

function isVerifiableArgon2(hash: string) {
  const { memory, lanes } = WHOLE_ARGON2.exec(hash)?.groups ?? {};
  return Number(memory) >= 8 * Number(lanes) && Number(memory) <= ARGON2_MAX_KIB;
}

async function verifyArgon2(hash: string, password: string) {
  const { memory, passes } = ARGON2.exec(hash)?.groups ?? {};
  if (Number(passes) > 16 || !(Number(memory) <= ARGON2_MAX_KIB) || password === "") return null;
  return argon2Verify({ hash, password }).catch(() => null);
}

const FIREBASE =
  /^\$fbscrypt\$v=1,n=(?<n>\d{1,2}),r=(?<r>\d{1,2}),p=(?<p>\d)(,ss=(?<separator>[\w+/=]*))?(,sk=(?<signer>[\w+/=]*))?\$(?<salt>[\w+/=]+)\$(?<key>[\w+/=]+)$/;

/**
 * Firebase's scrypt, as Supabase stores it for accounts from there: the derived key encrypts the
 * project's signer key (AES-256-CTR, counter 0), and the ciphertext is stored.
 */
async function verifyFirebase(hash: string, password: string) {
  const parts = firebaseParts(hash);
  if (parts === null) return null;
  const { cost, separator, signer, salt, key } = parts;
  const salted = Buffer.concat([Buffer.from(salt, "base64"), Buffer.from(separator, "base64")]);
  const derived = await scryptKey(password, salted, 32, cost);
  const cipher = createCipheriv("aes-256-ctr", derived, Buffer.alloc(16));
  const actual = Buffer.concat([cipher.update(Buffer.from(signer, "base64")), cipher.final()]);
  const expected = Buffer.from(key, "base64");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function firebaseParts(hash: string) {
  const { n, r, p, separator = "", signer = "", salt, key } = FIREBASE.exec(hash)?.groups ?? {};
  if (salt === undefined || key === undefined || !(Number(n) >= 1 && Number(n) <= 17)) return null;
  const cost = { N: 2 ** Number(n), r: Number(r), p: Number(p) };
  if (cost.r < 1 || cost.p < 1 || Buffer.from(signer, "base64").length === 0) return null;
  return { cost, separator, signer, salt, key };
}

function nativeKey(password: string, salt: string) {
  return scryptKey(password, Buffer.from(salt), NATIVE_KEY_BYTES, NATIVE_COST);
}

function scryptKey(password: string, salt: Buffer, length: number, cost: ScryptCost) {
  const options = { ...cost, maxmem: 256 * cost.N * cost.r + 1024 * 1024 };
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/**
 * Node has four threads for such work. One stays free, or a room full of people signing in would
 * hold up every signature and every new connection to the database. bcrypt and argon2 need no such
 * thread but wait, too. If only some kinds of hash waited, a busy server would answer sooner for
 * the others.
 */
const HASHES_AT_ONCE = 3;
const waiting: (() => void)[] = [];
let running = 0;

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running < HASHES_AT_ONCE) running++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // The slot goes to the next in the queue or becomes free.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
