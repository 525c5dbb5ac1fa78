import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { secondFactorCode } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { SECRET } from "../testing/people.ts";
import { addTotpFactor, totpCode } from "../testing/second-factors.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { newRecoveryCodes } from "./recovery-code.ts";
import { checkSecondFactor, takeSecondFactorCode } from "./second-factor.ts";

const { db } = await testDb();
const totpSecrets = totpSecretBox(SECRET);
const NOW = new Date("2027-02-22T12:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** A person with an authenticator app. */
async function guarded(data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, data);
  const factor = await addTotpFactor(db, user);
  return { user, ...factor };
}

async function addRecoveryCodes(db: Db, userId: string) {
  const { codes, codeHashes } = newRecoveryCodes();
  await db.recoveryCode.createMany({
    data: codeHashes.map((codeHash) => ({ codeHash, userId, createdAt: NOW })),
  });
  return codes.map((code) => secondFactorCode.parse(code));
}

const take = (userId: string, code: string, now = NOW) =>
  db.$transaction((tx) => takeSecondFactorCode(tx, { totpSecrets, now }, { userId, code }));

const check = async (userId: string, code?: string) => {
  const outcome = await db.$transaction((tx) =>
    checkSecondFactor(tx, { totpSecrets, now: NOW }, { userId, code, isProven: false }),
  );
  return "refused" in outcome ? outcome.refused : outcome.by;
};

/** Six digits that aren't the app's current code. */
function wrongCode(secret: Uint8Array, now = NOW) {
  const near = [-30_000, 0, 30_000].map((ms) => totpCode(secret, new Date(now.getTime() + ms)));
  return ["000000", "111111", "222222", "333333"].find((code) => !near.includes(code)) ?? "";
}

describe("what a sign-in requires after the password", () => {
  it("is nothing without an authenticator, even with a code", async () => {
    const user = await createUser(db);
    expect(await check(user.id)).toBe("oneFactor");
    expect(await check(user.id, "123456")).toBe("oneFactor");
  });

  it("is a code with a verified authenticator", async () => {
    const { user, secret } = await guarded();
    expect(await check(user.id)).toBe("SECOND_FACTOR_REQUIRED");
    expect(await check(user.id, wrongCode(secret))).toBe("INVALID_CODE");
    expect(await check(user.id, totpCode(secret, NOW))).toBe("app");
  });

  it("is nothing with an unverified authenticator, whose codes don't work either", async () => {
    const user = await createUser(db);
    const { secret } = await addTotpFactor(db, user, { verifiedAt: null });
    expect(await check(user.id)).toBe("oneFactor");
    expect(await take(user.id, totpCode(secret, NOW))).toBeNull();
    const verified = await addTotpFactor(db, user);
    expect(await check(user.id, totpCode(secret, NOW))).toBe("INVALID_CODE");
    expect(await check(user.id, totpCode(verified.secret, NOW))).toBe("app");
  });

  it("can't be met when the authenticator was not migrated, until there is a new one", async () => {
    const user = await createUser(db, { mustEnrolFactor: true });
    expect(await check(user.id)).toBe("SECOND_FACTOR_LOST");
    expect(await check(user.id, "123456")).toBe("SECOND_FACTOR_LOST");
    const { secret } = await addTotpFactor(db, user);
    expect(await check(user.id)).toBe("SECOND_FACTOR_REQUIRED");
    expect(await check(user.id, totpCode(secret, NOW))).toBe("app");
  });
});

describe("a code", () => {
  it("works once", async () => {
    const { user, secret } = await guarded();
    expect(await take(user.id, totpCode(secret, NOW))).toBe("app");
    expect(await take(user.id, totpCode(secret, NOW))).toBeNull();
    // An earlier code is used up with it, though nobody used it.
    expect(await take(user.id, totpCode(secret, later(-30_000)))).toBeNull();
    expect(await take(user.id, totpCode(secret, later(30_000)))).toBe("app");
  });

  it("works once when it arrives ten times together", async () => {
    const { user, secret } = await guarded();
    const code = totpCode(secret, NOW);
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(user.id, code)));
    expect(taken.filter((as) => as === "app")).toHaveLength(1);
    expect(taken.filter((as) => as === null)).toHaveLength(9);
  });

  it("works only for its owner", async () => {
    const { secret } = await guarded();
    const other = await guarded();
    expect(await take(other.user.id, totpCode(secret, NOW))).toBeNull();
  });

  it("can come from any of the migrated apps", async () => {
    const { user, secret } = await guarded();
    const second = await addTotpFactor(db, user);
    expect(await take(user.id, totpCode(second.secret, NOW))).toBe("app");
    expect(await take(user.id, totpCode(secret, NOW))).toBe("app");
  });
});

describe("wrong codes", () => {
  async function guess(times: number, from = NOW) {
    const { user, secret } = await guarded();
    for (let n = 0; n < times; n++) {
      expect(await take(user.id, wrongCode(secret, from), from)).toBeNull();
    }
    return { user, secret };
  }

  it("have no effect up to four", async () => {
    const { user, secret } = await guess(4);
    expect(await take(user.id, totpCode(secret, NOW))).toBe("app");
    expect(await db.totpFactor.findFirst({ where: { userId: user.id } })).toMatchObject({
      wrongCodes: 0,
      waitsUntil: null,
    });
  });

  it("block the right code for 15 minutes after five", async () => {
    const { user, secret } = await guess(5);
    for (const ms of [0, 5 * MINUTE, 15 * MINUTE - 1]) {
      expect(await take(user.id, totpCode(secret, later(ms)), later(ms))).toBeNull();
    }
    const then = later(15 * MINUTE);
    expect(await take(user.id, totpCode(secret, then), then)).toBe("app");
  });

  it("double the wait each time, up to a day", async () => {
    const { user, secret } = await guess(4);
    const waits: number[] = [];
    let now = NOW;
    for (let n = 0; n < 10; n++) {
      await take(user.id, wrongCode(secret, now), now);
      const { waitsUntil } = await db.totpFactor.findFirstOrThrow({ where: { userId: user.id } });
      waits.push(((waitsUntil?.getTime() ?? 0) - now.getTime()) / MINUTE);
      now = waitsUntil ?? now;
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
  });

  it("sent in parallel are checked five at a time, and a right one among the rest is rejected", async () => {
    const { user, secret } = await guarded();
    const wrong = wrongCode(secret);
    await Promise.all(Array.from({ length: 40 }, () => take(user.id, wrong)));
    const stored = await db.totpFactor.findFirstOrThrow({ where: { userId: user.id } });
    expect(stored).toMatchObject({ wrongCodes: 5, waitsUntil: later(15 * MINUTE) });
    expect(await take(user.id, totpCode(secret, NOW))).toBeNull();
  });

  it("block all of a person's apps and nobody else's", async () => {
    const { user, secret } = await guess(4);
    const second = await addTotpFactor(db, user);
    expect(await take(user.id, wrongCode(second.secret))).toBeNull();
    expect(await take(user.id, totpCode(second.secret, NOW))).toBeNull();
    expect(await take(user.id, totpCode(secret, NOW))).toBeNull();
    const neighbour = await guarded();
    expect(await take(neighbour.user.id, totpCode(neighbour.secret, NOW))).toBe("app");
  });
});

describe("recovery codes", () => {
  it("are ten, of 120 bits each, stored only as digests", () => {
    const { codes, codeHashes } = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    for (const hash of codeHashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("work once each, in any order and format", async () => {
    const { user } = await guarded();
    const { codes, codeHashes } = newRecoveryCodes();
    await db.recoveryCode.createMany({
      data: codeHashes.map((codeHash) => ({ codeHash, userId: user.id, createdAt: NOW })),
    });
    const [first = "", second = "", third = ""] = codes.toReversed();
    const typed = [first, second.toLowerCase(), ` ${third.replaceAll("-", " ")} `];
    for (const text of typed) {
      const code = secondFactorCode.parse(text);
      expect(await check(user.id, code)).toBe("recoveryCode");
      expect(await check(user.id, code)).toBe("INVALID_CODE");
    }
    expect(await db.recoveryCode.count({ where: { userId: user.id } })).toBe(7);
  });

  it("work once when one arrives ten times together", async () => {
    const { user } = await guarded();
    const [code = ""] = await addRecoveryCodes(db, user.id);
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(user.id, code)));
    expect(taken.filter((as) => as === "recoveryCode")).toHaveLength(1);
  });

  it("work while the app's codes are blocked, and end the block", async () => {
    const { user, secret } = await guarded();
    const [code = ""] = await addRecoveryCodes(db, user.id);
    for (let n = 0; n < 5; n++) await take(user.id, wrongCode(secret));
    expect(await take(user.id, code)).toBe("recoveryCode");
    expect(await take(user.id, totpCode(secret, NOW))).toBe("app");
  });

  it("work only for their owner, and only with an authenticator", async () => {
    const { user } = await guarded();
    const [code = ""] = await addRecoveryCodes(db, user.id);
    const other = await guarded();
    expect(await take(other.user.id, code)).toBeNull();
    const lost = await createUser(db, { mustEnrolFactor: true });
    const [own] = await addRecoveryCodes(db, lost.id);
    expect(await check(lost.id, own)).toBe("SECOND_FACTOR_LOST");
  });
});
