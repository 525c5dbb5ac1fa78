import { createHmac } from "node:crypto";
import { beside, type Db } from "@sundial/db";
import { z } from "zod";
import { type LimitName, limits } from "./limits.ts";

/** Whether a point was available; if not, after how many seconds to retry. */
export type Verdict = { isAllowed: true } | { isAllowed: false; retryAfter: number };

export type RateLimiter = ReturnType<typeof createRateLimiter>;

interface Purse {
  left: number;
  endsAt: number;
  isOverdrawn: boolean;
}

const charged = z.object({ points: z.int(), secondsLeft: z.number() });

/** How many purses a server keeps. The oldest is dropped first, which costs one more statement. */
const MAX_PURSES = 10_000;

const ALLOWED: Verdict = { isAllowed: true };

/**
 * Counts in fixed windows, in the database, which gives all servers one count. One statement counts
 * and decides, by the database's clock. Subjects are stored as keyed digests, so the addresses that
 * somebody tried aren't stored. `take` fails like any query while the database is unreachable; the
 * caller decides whether to continue.
 */
export function createRateLimiter({ db, secret }: { db: Db; secret: string }) {
  const purses = new Map<string, Purse>();
  const filling = new Map<string, Promise<Purse>>();

  const keyOf = (name: LimitName, subject: string) => {
    const digest = createHmac("sha256", secret).update(`rate-limit:${name}:${subject}`);
    return `${name}:${digest.digest("base64url").slice(0, 22)}`;
  };

  async function charge(name: LimitName, key: string): Promise<Purse> {
    const { points, window, lease } = limits[name];
    const count = () => db.$queryRaw<unknown[]>`
      INSERT INTO rate_limits AS kept (key, points, ends_at)
      VALUES (${key}, ${lease}, now() + ${window} * interval '1 second')
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN kept.ends_at <= now() THEN 0 ELSE kept.points END + excluded.points,
        ends_at = CASE WHEN kept.ends_at <= now() THEN excluded.ends_at ELSE kept.ends_at END
      RETURNING points, extract(epoch FROM ends_at - now())::float8 AS "secondsLeft"`;
    const rows = await beside(count);
    const taken = charged.parse(rows[0]);
    return {
      left: taken.points > points ? 0 : lease,
      endsAt: performance.now() + taken.secondsLeft * 1_000,
      isOverdrawn: taken.points > points,
    };
  }

  /** One charge at a time per subject: a batch of calls waits for one lease. */
  async function refill(name: LimitName, key: string): Promise<Purse> {
    const underWay = filling.get(key);
    if (underWay !== undefined) return underWay;
    const charging = charge(name, key).finally(() => filling.delete(key));
    filling.set(key, charging);
    const purse = await charging;
    const oldest = purses.size >= MAX_PURSES ? purses.keys().next().value : undefined;
    if (oldest !== undefined) purses.delete(oldest);
    purses.set(key, purse);
    return purse;
  }

  return {
    /** Takes a point. A rejection is cached, so a flood costs the database one statement. */
    async take(name: LimitName, subject: string): Promise<Verdict> {
      const key = keyOf(name, subject);
      if (limits[name].lease === 1) {
        const known = purses.get(key);
        if (known !== undefined && isOver(known)) return refusal(known);
        const purse = await charge(name, key);
        if (!purse.isOverdrawn) return ALLOWED;
        purses.set(key, purse);
        return refusal(purse);
      }
      for (;;) {
        const purse = purses.get(key);
        if (purse !== undefined && performance.now() < purse.endsAt) {
          if (purse.isOverdrawn) return refusal(purse);
          if (purse.left > 0) {
            purse.left--;
            return ALLOWED;
          }
        }
        await refill(name, key);
      }
    },

    /** Refunds a point of a limit without a lease, for a request that turned out not to be abuse. */
    async giveBack(name: LimitName, subject: string): Promise<void> {
      await db.$executeRaw`
        UPDATE rate_limits SET points = points - 1
         WHERE key = ${keyOf(name, subject)} AND points > 0 AND ends_at > now()`;
    },

    /** Deletes the counts of past windows. */
    async forget(): Promise<void> {
      await db.$executeRaw`DELETE FROM rate_limits WHERE ends_at < now()`;
    },
  };
}

function isOver(purse: Purse) {
  return purse.isOverdrawn && performance.now() < purse.endsAt;
}

function refusal({ endsAt }: Purse): Verdict {
  const seconds = Math.ceil((endsAt - performance.now()) / 1_000);
  return { isAllowed: false, retryAfter: Math.max(1, seconds) };
}
