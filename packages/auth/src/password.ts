import { createCipheriv, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import bcrypt from "bcryptjs";
import { argon2Verify } from "hash-wasm";

interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** The cost Better Auth uses: 32 MiB and some 60 ms. */
const NATIVE_COST: ScryptCost = { N: 16384, r: 16, p: 1 };
const NATIVE_KEY_BYTES = 64;
const NATIVE = /^(?<salt>[0-9a-f]{32}):(?<key>[0-9a-f]{128})$/;

/**
 * Hashes a password the way new ones are stored: scrypt, in Better Auth's format `salt:key`, both in
 * hex. The password goes in as received: nothing is trimmed, normalised or cut off.
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
 * Whether a password fits a stored hash: our own scrypt, or one migrated with its account
 * (bcrypt, argon2i and argon2id, Firebase's scrypt). A hash of no known format fits nothing. Every
 * kind waits in one line, and what is refused without a look does the work of our own all the same:
 * on a busy server, the time of an answer tells nobody which kind it was.
 */
export async function verifyPassword({ hash, password }: Attempt): Promise<boolean> {
  return inTurn(async () => {
    const fits = await comparison(hash, password);
    if (fits !== null) return fits;
    await nativeKey(password, "no such hash");
    return false;
  });
}

/** Null when there was nothing to compare: the hash or the password cannot be of its kind. */
async function comparison(hash: string, password: string): Promise<boolean | null> {
  if (NATIVE.test(hash)) return verifyNative(hash, password);
  if (/^\$2[aby]\$/.test(hash)) return verifyBcrypt(hash, password);
  if (/^\$argon2id?\$/.test(hash)) return verifyArgon2(hash, password);
  if (hash.startsWith("$fbscrypt$")) return verifyFirebase(hash, password);
  return null;
}

/** Whether a hash is of a scheme we no longer write; the next good sign-in replaces it. */
export function needsRehash(hash: string): boolean {
  return !NATIVE.test(hash);
}

async function verifyNative(hash: string, password: string) {
  const { salt = "", key = "" } = NATIVE.exec(hash)?.groups ?? {};
  return timingSafeEqual(await nativeKey(password, salt), Buffer.from(key, "hex"));
}

/** bcrypt reads 72 bytes and ignores the rest, so a longer password would be compared only in part. */
async function verifyBcrypt(hash: string, password: string) {
  if (!/^\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/.test(hash)) return null;
  return bcrypt.truncates(password) ? null : bcrypt.compare(password, hash);
}

/** Version 19 only. The bounds keep a stored hash from taking the server's memory. */
const ARGON2 = /^\$argon2id?\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,2}),p=\d{1,2}\$/;
const ARGON2_MAX_KIB = 256 * 1024;

async function verifyArgon2(hash: string, password: string) {
  const { memory, passes } = ARGON2.exec(hash)?.groups ?? {};
  if (Number(passes) > 16 || !(Number(memory) <= ARGON2_MAX_KIB) || password === "") return null;
  return argon2Verify({ hash, password }).catch(() => null);
}

const FIREBASE =
  /^\$fbscrypt\$v=1,n=(?<n>\d{1,2}),r=(?<r>\d{1,2}),p=(?<p>\d)(,ss=(?<separator>[\w+/=]*))?(,sk=(?<signer>[\w+/=]*))?\$(?<salt>[\w+/=]+)\$(?<key>[\w+/=]+)$/;

/**
 * Firebase's scrypt, as Supabase stores it when accounts came from there: the derived key encrypts
 * the project's signer key (AES-256-CTR, counter 0), and the ciphertext is what is kept.
 */
async function verifyFirebase(hash: string, password: string) {
  const { n, r, p, separator = "", signer = "", salt, key } = FIREBASE.exec(hash)?.groups ?? {};
  if (salt === undefined || key === undefined || !(Number(n) >= 1 && Number(n) <= 17)) return null;
  const cost = { N: 2 ** Number(n), r: Number(r), p: Number(p) };
  if (cost.r < 1 || cost.p < 1) return null;
  const salted = Buffer.concat([Buffer.from(salt, "base64"), Buffer.from(separator, "base64")]);
  const derived = await scryptKey(password, salted, 32, cost);
  const cipher = createCipheriv("aes-256-ctr", derived, Buffer.alloc(16));
  const actual = Buffer.concat([cipher.update(Buffer.from(signer, "base64")), cipher.final()]);
  const expected = Buffer.from(key, "base64");
  return (
    actual.length > 0 && actual.length === expected.length && timingSafeEqual(actual, expected)
  );
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
 * Node has four threads for such work, first come, first served. One stays free, or a room full of
 * people who sign in would hold up every signature and every new connection to the database. bcrypt
 * and argon2 need no such thread and wait all the same: if only some kinds of hash had to wait, a
 * busy server would answer sooner for the others.
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
    // The place goes to the next in line, or is free.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
