import { cognitoPasswordCheck, createAuth } from "@sundial/auth";
import { userPool } from "@sundial/auth/testing/user-pool";
import { expect, it, onTestFinished } from "vitest";
import { invite } from "../engine/invite.ts";
import { peopleRows } from "../engine/remove.ts";
import { rollBackRun } from "../engine/roll-back.ts";
import { poolCase } from "../testing/pool-case.ts";
import { federatedUser, POOL, poolUser, sub } from "../testing/pool-users.ts";
import { poolEntities } from "./rows.ts";

const PASSWORD = "what it always was";
const ORIGIN = "http://localhost:3000";
const silent = { progress: { say: () => {}, count: () => {} }, isStopping: () => false };
const runOf = (runId: string) => ({
  runId,
  entities: poolEntities.map(({ name, kind }) => ({ name, kind })),
  rows: peopleRows,
});

/** A migrated pool with the app's real sign-in, and the old pool still running. */
async function movedPool(users: unknown[]) {
  const pool = await poolCase(users);
  const { report } = await pool.move();
  const old = await userPool();
  onTestFinished(() => old.close());
  const auth = createAuth({
    db: pool.db,
    secret: "a-secret-for-tests-of-32-characters",
    baseURL: ORIGIN,
    rateLimit: false,
    steadyTime: 0,
    legacyPasswordCheck: cognitoPasswordCheck({
      ...old.client,
      poolId: POOL,
      until: new Date("2100-01-01T00:00:00Z"),
    }),
  });
  const post = async (path: string, body: unknown) => {
    const response = await auth.handler(
      new Request(`${ORIGIN}/api/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN },
        body: JSON.stringify(body),
      }),
    );
    return response.status;
  };
  return { ...pool, run: report.run, old, post };
}

it("native users sign in with their old password, and federated users trigger no call to the pool", async () => {
  const moved = await movedPool([poolUser(1, { username: "ada" }), federatedUser(2, {})]);
  moved.old.users.set("ada", { password: PASSWORD, subject: sub(1) });
  const signIn = (n: number, password: string) =>
    moved.post("/sign-in/email", { email: `person${n}@example.org`, password });
  expect(await signIn(1, "another password")).toBe(401);
  expect(await signIn(1, PASSWORD)).toBe(200);
  expect(await signIn(1, PASSWORD)).toBe(200);
  expect(await signIn(2, PASSWORD)).toBe(401);
  expect(moved.old.calls).toEqual(["ada", "ada"]);
});

it("users disabled in the pool stay locked out, even with the right password", async () => {
  const moved = await movedPool([
    poolUser(1, { enabled: false }),
    poolUser(2, { more: { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] } }),
    poolUser(3, { status: "UNCONFIRMED" }),
  ]);
  // Even if the pool accepted the password.
  for (const n of [1, 2]) moved.old.users.set(sub(n), { password: PASSWORD, subject: sub(n) });
  for (const n of [1, 2, 3]) {
    const email = `person${n}@example.org`;
    expect(await moved.post("/sign-in/email", { email, password: PASSWORD })).not.toBe(200);
  }
  expect(await moved.db.session.count()).toBe(0);
});

it("a rehearsal reports the same as the migration and changes nothing", async () => {
  const pool = await poolCase([poolUser(1), poolUser(2, { status: "PERHAPS" }), null]);
  const rehearsed = await pool.move(undefined, "rehearse");
  expect(await pool.db.user.count()).toBe(0);
  expect(await pool.db.migrationRecord.count()).toBe(0);
  const moved = await pool.move();
  expect(rehearsed.report.totals).toEqual(moved.report.totals);
});

it("verify confirms that the migrated data matches the export, and finds any difference", async () => {
  const users = [
    poolUser(1, { attributes: { "custom:big": "9007199254740993" } }),
    poolUser(2),
    federatedUser(3, {}),
    poolUser(4, { username: "four" }),
    null,
    poolUser(5),
    poolUser(5),
  ];
  const pool = await poolCase(users, {
    groups: { staff: [{ Username: "four" }, { Username: "nobody" }] },
    mapping: { groups: { staff: "pm" } },
  });
  await pool.move();
  const clean = await pool.verify();
  expect(clean.faults).toEqual({});
  expect(clean.compared).toEqual({ user: 6, identity: 5, membership: 2, "repeated user": 1 });
  const faulty: [string, string][] = [
    [
      `UPDATE users SET created_at = created_at + interval '1 microsecond' WHERE id = '${sub(1)}'`,
      "CHANGED_IN_TARGET",
    ],
    [`UPDATE users SET role = 'admin' WHERE id = '${sub(2)}'`, "CHANGED_IN_TARGET"],
    [
      `UPDATE accounts SET account_id = account_id || '0' WHERE user_id = '${sub(3)}'`,
      "CHANGED_IN_TARGET",
    ],
    [`DELETE FROM accounts WHERE user_id = '${sub(4)}'`, "GONE_FROM_TARGET"],
    [
      `UPDATE migration_records SET unplaced = '{"lost": true}' WHERE source_key = '${sub(5)}'`,
      "UNPLACED_DIFFERS",
    ],
    [`DELETE FROM migration_records WHERE source_key = 'users.json#5'`, "UNRECORDED"],
  ];
  for (const [sql] of faulty) await pool.target.query(sql);
  const { faults } = await pool.verify();
  expect(faults).toEqual({
    CHANGED_IN_TARGET: 3,
    GONE_FROM_TARGET: 1,
    UNPLACED_DIFFERS: 1,
    UNRECORDED: 1,
  });
  const later = users.map((user) => user);
  later[1] = poolUser(2, { attributes: { name: "Another" } });
  expect((await pool.verify(later)).faults).not.toEqual(faults);
});

it("rolling back removes migrated users and leaves newer accounts and existing ones alone", async () => {
  const moved = await movedPool([
    poolUser(1, { username: "ada" }),
    poolUser(2),
    federatedUser(3, {}),
  ]);
  const stranger = await moved.db.user.create({ data: { name: "New", email: "new@example.org" } });
  moved.old.users.set("ada", { password: PASSWORD, subject: sub(1) });
  expect(
    await moved.post("/sign-in/email", { email: "person1@example.org", password: PASSWORD }),
  ).toBe(200);
  const result = await rollBackRun(moved.target, runOf(moved.run), silent);
  expect(result).toMatchObject({ removed: 2, kept: 1 });
  const left = await moved.db.user.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  expect(left.map(({ id }) => id).sort()).toEqual([sub(1), stranger.id].sort());
  expect(await moved.db.account.findMany({ select: { providerId: true } })).toEqual([
    { providerId: "credential" },
  ]);
});

it("invites users without a password in batches, each once, and nobody else", async () => {
  const moved = await movedPool([
    poolUser(1, { username: "ada" }),
    ...[2, 3, 4].map((n) => poolUser(n)),
    poolUser(5, { attributes: { email: undefined } }),
    poolUser(6, { enabled: false }),
    federatedUser(7, {}),
    poolUser(8, { status: "UNCONFIRMED" }),
    poolUser(9, { attributes: { email_verified: "false" } }),
  ]);
  moved.old.users.set("ada", { password: PASSWORD, subject: sub(1) });
  await moved.post("/sign-in/email", { email: "person1@example.org", password: PASSWORD });
  const now = new Date();
  const options = {
    runId: moved.run,
    offered: [{ id: "google", domains: [] }],
    limit: 2,
    unverified: false,
    invitedBefore: undefined,
    now,
  };
  const mailed = async () => {
    const mails = await moved.db.emailOutbox.findMany({
      where: { template: "account.choosePassword" },
    });
    return mails.map(({ recipient }) => recipient).sort();
  };
  // Two commands at once share the work.
  const both = await Promise.all([1, 2].map(() => invite(moved.db, options, silent)));
  expect(both[0]).toBeGreaterThan(0);
  await invite(moved.db, { ...options, limit: 100 }, silent);
  expect(await mailed()).toEqual([2, 3, 4].map((n) => `person${n}@example.org`));
  expect(await invite(moved.db, options, silent)).toBe(0);
  expect(await invite(moved.db, { ...options, unverified: true }, silent)).toBe(2);
  expect(await mailed()).toHaveLength(5);
  const again = { ...options, invitedBefore: new Date(now.getTime() + 60_000) };
  expect(await invite(moved.db, { ...again, limit: 3 }, silent)).toBe(3);
  expect(await moved.db.auditEvent.count({ where: { action: "account.invited" } })).toBe(8);

  const links = await moved.db.emailOutbox.findMany({
    where: { recipient: "person2@example.org" },
    orderBy: { createdAt: "asc" },
  });
  const answers: number[] = [];
  for (const { data } of links) {
    const body = { ...Object(data), newPassword: "a fine new password" };
    answers.push(await moved.post("/reset-password", body));
  }
  // A newer invitation ends the link of an older one.
  expect(answers).toEqual([400, 200]);
  const input = { email: "person2@example.org", password: "a fine new password" };
  expect(await moved.post("/sign-in/email", input)).toBe(200);
  expect(await moved.db.account.count({ where: { userId: sub(2), providerId: "cognito" } })).toBe(
    0,
  );
});
