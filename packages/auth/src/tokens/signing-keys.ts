import { type Db, type DbTransaction, lockTask } from "@sundial/db";
import { type AuditAction, recordAuditEvent } from "@sundial/ledger";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from "jose";
import { z } from "zod";
import { type KeyPolicy, keyState, nextKeyDue, signingKeyAt } from "./key-schedule.ts";
import { privateKeyBox } from "./private-key-box.ts";

/** RS256 (RFC 7518, section 3.3), which every verifier knows. */
export const ALGORITHM = "RS256";
const MODULUS_BITS = 2048;

/** How long caches may serve an old key set: max-age and stale-while-revalidate. */
export const JWKS_MAX_AGE_S = 300;
export const JWKS_STALE_S = 600;

/** How far two clocks may be apart. */
export const CLOCK_SKEW_S = 30;

export interface SigningKeysOptions extends KeyPolicy {
  db: Db;
  /** Private keys are encrypted with a key derived from it. */
  secret: string;
  now: () => Date;
}

export const publicJwk = z.object({
  kty: z.literal("RSA"),
  n: z.string(),
  e: z.string(),
  alg: z.literal(ALGORITHM),
  use: z.literal("sig"),
  kid: z.string(),
});

export class SigningKeyError extends Error {
  override readonly name = "SigningKeyError";
}

export type SigningKeys = ReturnType<typeof createSigningKeys>;

/**
 * The keys of access tokens, in the database. All servers agree on which one signs, because each
 * derives it from the same times; changes are made under one lock.
 */
export function createSigningKeys(options: SigningKeysOptions) {
  const { db, now } = options;
  const box = privateKeyBox(options.secret);
  // A kid is a digest of its key, so cached keys stay correct. The database decides each time
  // whether the key is still valid.
  const publicKeys = new Map<string, CryptoKey>();
  const privateKeys = new Map<string, CryptoKey>();

  const readTimes = (client: DbTransaction) =>
    client.jwks.findMany({
      select: { kid: true, createdAt: true, signsFrom: true, expiresAt: true },
      orderBy: [{ signsFrom: "asc" }, { kid: "asc" }],
    });

  function locked<Result>(work: (tx: DbTransaction) => Promise<Result>): Promise<Result> {
    return db.$transaction(async (tx) => {
      await lockTask(tx, "signingKeys");
      return work(tx);
    });
  }

  async function insert(tx: DbTransaction, signsFrom: Date) {
    const pair = await generateKeyPair(ALGORITHM, {
      modulusLength: MODULUS_BITS,
      extractable: true,
    });
    const jwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    await tx.jwks.create({
      data: {
        kid,
        publicKey: publicJwk.parse({ ...jwk, alg: ALGORITHM, use: "sig", kid }),
        privateKey: await box.seal(kid, await exportJWK(pair.privateKey)),
        createdAt: now(),
        signsFrom,
      },
    });
    await retireBefore(tx, signsFrom);
    await recordKeyEvent(tx, "signingKey.created", kid);
    return kid;
  }

  /** Earlier keys stay valid for the tokens they signed, and for older copies of the set. */
  async function retireBefore(tx: DbTransaction, signsFrom: Date) {
    const rest = options.tokenLifetimeMs + (JWKS_MAX_AGE_S + JWKS_STALE_S + CLOCK_SKEW_S) * 1000;
    await tx.jwks.updateMany({
      where: { signsFrom: { lt: signsFrom }, expiresAt: null },
      data: { expiresAt: new Date(signsFrom.getTime() + rest) },
    });
  }

  async function hasten(tx: DbTransaction, kid: string, signing: string | null) {
    const at = now();
    await tx.jwks.update({ where: { kid }, data: { signsFrom: at } });
    // Its last signature comes earlier than planned.
    if (signing !== null) {
      await tx.jwks.update({ where: { kid: signing }, data: { expiresAt: null } });
      await retireBefore(tx, at);
    }
    await recordKeyEvent(tx, "signingKey.hastened", kid);
  }

  async function decrypted(kid: string, jwe: string): Promise<CryptoKey> {
    try {
      const jwk = await box.open(jwe);
      return await imported(z.looseObject({ kty: z.literal("RSA"), d: z.string() }).parse(jwk));
    } catch {
      throw new SigningKeyError(
        `The signing key ${kid} can't be decrypted. Has BETTER_AUTH_SECRET changed? ` +
          "Create a new key with: pnpm keys rotate --now",
      );
    }
  }

  return {
    /**
     * The key that signs now; creates the first one.
     *
     * Errors: throws SigningKeyError when the key can't be decrypted.
     */
    async signing() {
      const kid =
        signingKeyAt(await readTimes(db), now())?.kid ??
        (await locked(
          async (tx) => signingKeyAt(await readTimes(tx), now())?.kid ?? insert(tx, now()),
        ));
      const known = privateKeys.get(kid);
      if (known !== undefined) return { kid, privateKey: known };
      const { privateKey: jwe } = await db.jwks.findUniqueOrThrow({
        where: { kid },
        select: { privateKey: true },
      });
      const privateKey = await decrypted(kid, jwe);
      privateKeys.set(kid, privateKey);
      return { kid, privateKey };
    },

    /** A public key by its id, or null. Doesn't check whether it is still valid. */
    async publicKey(kid: string): Promise<CryptoKey | null> {
      const known = publicKeys.get(kid);
      if (known !== undefined) return known;
      const row = await db.jwks.findUnique({ where: { kid }, select: { publicKey: true } });
      if (row === null) return null;
      const key = await imported(publicJwk.parse(row.publicKey));
      publicKeys.set(kid, key);
      return key;
    },

    /** The public keys to trust now, in RFC 7517 format. */
    async published() {
      const rows = await db.jwks.findMany({
        where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
        select: { publicKey: true },
        orderBy: [{ signsFrom: "asc" }, { kid: "asc" }],
      });
      return rows.map(({ publicKey }) => publicJwk.parse(publicKey));
    },

    /** Every key with its state, in signing order. */
    async list() {
      const keys = await readTimes(db);
      return keys.map((key) => ({ ...key, state: keyState(keys, key, now()) }));
    },

    /** Creates the next key when it is time, and deletes expired ones. */
    async prepareNext() {
      const keys = await readTimes(db);
      const at = now();
      if (nextKeyDue(keys, at, options) !== null) {
        await locked(async (tx) => {
          const signsFrom = nextKeyDue(await readTimes(tx), now(), options);
          if (signsFrom !== null) await insert(tx, signsFrom);
        });
      }
      if (keys.some(({ expiresAt }) => expiresAt !== null && expiresAt <= at)) {
        await db.jwks.deleteMany({ where: { expiresAt: { lte: at } } });
      }
    },

    /**
     * Starts a rotation: publishes the next key, which signs once verifiers have had time to fetch
     * it. `atOnce` doesn't wait for them: verifiers with an older copy of the set reject its tokens
     * until they fetch it again. Returns the key's id.
     */
    rotate({ atOnce }: { atOnce: boolean }) {
      return locked(async (tx) => {
        const keys = await readTimes(tx);
        const at = now();
        const next = keys.find((key) => keyState(keys, key, at) === "next");
        if (next === undefined) {
          const isFirst = signingKeyAt(keys, at) === undefined;
          const wait = atOnce || isFirst ? 0 : options.publishBeforeMs;
          return insert(tx, new Date(at.getTime() + wait));
        }
        if (atOnce) await hasten(tx, next.kid, signingKeyAt(keys, at)?.kid ?? null);
        return next.kid;
      });
    },

    /**
     * Removes a key at once and ends every token it signed. If it was the signing key, the next one
     * or a new one takes over.
     *
     * Errors: throws SigningKeyError when the key doesn't exist.
     */
    remove(kid: string) {
      return locked(async (tx) => {
        const keys = await readTimes(tx);
        const at = now();
        const key = keys.find((each) => each.kid === kid);
        if (key === undefined)
          throw new SigningKeyError(
            `The key ${kid} doesn't exist. List the keys with: pnpm keys list`,
          );
        const state = keyState(keys, key, at);
        await tx.jwks.delete({ where: { kid } });
        await recordKeyEvent(tx, "signingKey.removed", kid);
        const signing = signingKeyAt(keys, at);
        const next = keys.find((each) => keyState(keys, each, at) === "next");
        if (state === "next" && signing !== undefined) {
          await tx.jwks.update({ where: { kid: signing.kid }, data: { expiresAt: null } });
        }
        if (state !== "signing") return;
        if (next === undefined) await insert(tx, at);
        else await hasten(tx, next.kid, null);
      });
    },
  };
}

async function imported(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new SigningKeyError("not an RSA key");
  return key;
}

/** The clock or an operator at the server did it, so nobody is named. */
const recordKeyEvent = (tx: DbTransaction, action: AuditAction, kid: string) =>
  recordAuditEvent(tx, { actor: null }, { action, targetType: "signingKey", targetId: kid });
