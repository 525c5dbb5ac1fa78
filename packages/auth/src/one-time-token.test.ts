import { randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import {
  issueOneTimeToken,
  redeemOneTimeToken,
  revokeOneTimeTokens,
  sweepOneTimeTokens,
  tryOneTimeToken,
} from "./one-time-token.ts";

const { db } = await testDb();
const now = new Date("2027-02-22T12:00:00Z");
const inAnHour = new Date("2027-02-22T13:00:00Z");
const purpose = "account.resetPassword";

const issue = (subject: string) =>
  issueOneTimeToken(db, { purpose, subject, data: { a: 1 }, expiresAt: inAnHour });

describe("one-time tokens", () => {
  it("return the data they were issued with, once", async () => {
    const token = await issue("ada");
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await redeemOneTimeToken(db, { purpose, token, now })).toEqual({
      subject: "ada",
      data: { a: 1 },
    });
    expect(await redeemOneTimeToken(db, { purpose, token, now })).toBeNull();
  });

  it("work only for their purpose", async () => {
    const token = await issue("ada");
    for (const other of [
      "account.confirmAddress",
      "account.confirmNewAddress",
      "account.approveNewAddress",
    ] as const) {
      expect(await redeemOneTimeToken(db, { purpose: other, token, now })).toBeNull();
      expect(await tryOneTimeToken(db, { purpose: other, token, now, maxTries: 5 })).toBeNull();
    }
    expect(await redeemOneTimeToken(db, { purpose, token, now })).not.toBeNull();
  });

  it("expire", async () => {
    const token = await issue("ada");
    expect(await redeemOneTimeToken(db, { purpose, token, now: inAnHour })).toBeNull();
    const shortBefore = new Date(inAnHour.getTime() - 1);
    expect(await redeemOneTimeToken(db, { purpose, token, now: shortBefore })).not.toBeNull();
  });

  it("are stored only as a hash", async () => {
    const token = await issue("someone in the database");
    const rows = await db.verification.findMany({ where: { subject: "someone in the database" } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each(["", "x", "%", "account.resetPassword:", "\0", "é".repeat(10_000)])(
    "can't be guessed: %j",
    async (token) => {
      await issue("ada");
      expect(await redeemOneTimeToken(db, { purpose, token, now })).toBeNull();
    },
  );

  it("go to one of many simultaneous requests", async () => {
    const token = await issue("ada");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => redeemOneTimeToken(db, { purpose, token, now })),
    );
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  it("stay unused when the transaction fails", async () => {
    const token = await issue("ada");
    const failing = db.$transaction(async (tx) => {
      await redeemOneTimeToken(tx, { purpose, token, now });
      throw new Error("something else went wrong");
    });
    await expect(failing).rejects.toThrow("something else");
    expect(await redeemOneTimeToken(db, { purpose, token, now })).not.toBeNull();
  });

  it("allow a limited number of attempts, even in parallel", async () => {
    const token = await issue("ada");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => tryOneTimeToken(db, { purpose, token, now, maxTries: 5 })),
    );
    expect(answers.filter((answer) => answer !== null)).toHaveLength(5);
    expect(answers.find((answer) => answer !== null)).toEqual({ subject: "ada", data: { a: 1 } });
    expect(await tryOneTimeToken(db, { purpose, token, now, maxTries: 5 })).toBeNull();
  });

  it("are revoked by kind and subject", async () => {
    const [first, second, other] = [await issue("grace"), await issue("grace"), await issue("lin")];
    const confirming = await issueOneTimeToken(db, {
      purpose: "account.confirmAddress",
      subject: "grace",
      expiresAt: inAnHour,
    });
    // A row of another account that Postgres can't parse must not break this.
    for (const value of ['{"email":"\\ud800@x.example"}', '{"email":"\\u0000"}', "not JSON"]) {
      const identifier = `${purpose}:${randomUUID()}`;
      await db.verification.create({ data: { identifier, value, expiresAt: inAnHour } });
    }
    await revokeOneTimeTokens(db, { purpose, subject: "grace" });
    expect(await redeemOneTimeToken(db, { purpose, token: first, now })).toBeNull();
    expect(await redeemOneTimeToken(db, { purpose, token: second, now })).toBeNull();
    expect(await redeemOneTimeToken(db, { purpose, token: other, now })).not.toBeNull();
    const left = { purpose: "account.confirmAddress", token: confirming, now } as const;
    expect(await redeemOneTimeToken(db, left)).not.toBeNull();
  });

  it("are deleted after they expire", async () => {
    const subject = randomUUID();
    const past = new Date("2026-01-01T00:00:00Z");
    await issueOneTimeToken(db, { purpose, subject, expiresAt: past });
    const token = await issue(subject);
    await sweepOneTimeTokens({ db, now: past });
    expect(await db.verification.count({ where: { subject } })).toBe(1);
    expect(await redeemOneTimeToken(db, { purpose, token, now })).not.toBeNull();
  });
});
