import { frontDoor } from "@sundial/auth/testing/front-door";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { insertFactor, insertIdentity, insertUser } from "../testing/hostile-users.ts";
import { move, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";

const moving = await moveCase();
const { source, target } = moving;
afterAll(moving.end);

const HASH = "$2a$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS";
let one = "";
let other = "";
let factor = "";

beforeAll(async () => {
  for (let n = 0; n < 20; n += 1) await insertUser(source);
  one = await insertUser(source, {
    encrypted_password: HASH,
    raw_user_meta_data: `{"full_name": "One", "big": 9007199254740993}`,
  });
  other = await insertUser(source, { encrypted_password: HASH.replace("AS", "AT") });
  await insertIdentity(source, one, "discord", "900719925474099312");
  factor = await insertFactor(source, one);
  for (const [id, goals] of [
    [one, "Understand the engine"],
    [other, "Understand the people"],
  ]) {
    await source.query(
      `INSERT INTO public.profiles (id, full_name, level, goals, background, interests, hours, style)
       VALUES ($1, 'Somebody', 'New', $2, '', '{Testing}', '2-5', 'reading')`,
      [id, goals],
    );
  }
  await move(moving);
});

beforeEach(async () => {
  expect((await verifyLatest(moving)).faults).toEqual({});
});

/** What somebody, or a bug, does to the target; how to undo it; and what must be found. */
const faults: [string, string, string, string[], Record<string, number>][] = [
  [
    "one byte of a password hash",
    `UPDATE accounts SET password = overlay(password PLACING 'B' FROM 40) WHERE user_id = $1 AND provider_id = 'credential'`,
    `UPDATE accounts SET password = '${HASH}' WHERE user_id = $1 AND provider_id = 'credential'`,
    ["one"],
    { CHANGED_IN_TARGET: 1 },
  ],
  [
    "two profiles with swapped owners",
    `UPDATE mentee_profiles p SET goals = o.goals FROM mentee_profiles o WHERE p.user_id IN ($1, $2) AND o.user_id IN ($1, $2) AND o.user_id <> p.user_id`,
    `UPDATE mentee_profiles p SET goals = o.goals FROM mentee_profiles o WHERE p.user_id IN ($1, $2) AND o.user_id IN ($1, $2) AND o.user_id <> p.user_id`,
    ["one", "other"],
    { CHANGED_IN_TARGET: 2 },
  ],
  [
    "a lost microsecond",
    `UPDATE users SET created_at = created_at - interval '1 microsecond' WHERE id = $1`,
    `UPDATE users SET created_at = created_at + interval '1 microsecond' WHERE id = $1`,
    ["one"],
    { CHANGED_IN_TARGET: 1 },
  ],
  [
    "a big number read as a double",
    `UPDATE migration_records SET unplaced = jsonb_set(unplaced, '{user_metadata,big}', '9007199254740992') WHERE owner_key = $1 AND entity = 'user'`,
    `UPDATE migration_records SET unplaced = jsonb_set(unplaced, '{user_metadata,big}', '9007199254740993') WHERE owner_key = $1 AND entity = 'user'`,
    ["one"],
    { UNPLACED_DIFFERS: 1 },
  ],
  [
    "a subject at a provider, off by one",
    `UPDATE accounts SET account_id = '900719925474099313' WHERE user_id = $1 AND provider_id = 'discord'`,
    `UPDATE accounts SET account_id = '900719925474099312' WHERE user_id = $1 AND provider_id = 'discord'`,
    ["one"],
    { CHANGED_IN_TARGET: 1 },
  ],
  [
    "a sealed secret that belongs to another",
    `UPDATE totp_factors SET secret = overlay(secret PLACING 'AA' FROM 10) WHERE user_id = $1`,
    "",
    ["one"],
    { CHANGED_IN_TARGET: 1 },
  ],
];

test.each(faults)("finds %s", async (_name, breakIt, mendIt, people, found) => {
  const named: Record<string, string> = { one, other };
  const ids = people.map((person) => named[person]);
  const { rows } = await target.query("SELECT secret FROM totp_factors WHERE id = $1", [factor]);
  await target.query(breakIt, ids);
  const result = await verifyLatest(moving);
  if (mendIt === "") {
    await target.query("UPDATE totp_factors SET secret = $1 WHERE id = $2", [
      rows[0]?.secret,
      factor,
    ]);
  } else {
    await target.query(mendIt, ids);
  }
  expect(result.faults).toEqual(found);
  expect(result.examples).not.toEqual([]);
});

test("finds rows missing from the target and rows added to the source", async () => {
  const late = await insertUser(source);
  const { rows } = await target.query(
    "DELETE FROM totp_factors t WHERE id = $1 RETURNING to_jsonb(t)::text AS row",
    [factor],
  );
  const result = await verifyLatest(moving);
  expect(result.faults).toEqual({ UNRECORDED: 1, GONE_FROM_TARGET: 1 });
  await source.query("DELETE FROM auth.users WHERE id = $1", [late]);
  await target.query(
    "INSERT INTO totp_factors SELECT * FROM jsonb_populate_record(NULL::totp_factors, $1)",
    [rows[0]?.row],
  );
});

test("tells a change in the source from a change in the target", async () => {
  await source.query("UPDATE auth.users SET last_sign_in_at = now() WHERE id = $1", [other]);
  expect((await verifyLatest(moving)).faults).toEqual({ DIFFERS_FROM_SOURCE: 1 });
  await move(moving);
});

test("finds accounts and a factor that nobody here added", async () => {
  await target.query(`INSERT INTO accounts (id, user_id, provider_id, account_id, updated_at)
    VALUES ('added', '${other}', 'google', '1', now()),
      ('not theirs', '${other}', 'credential', 'somebody else', now())`);
  await target.query(`INSERT INTO totp_factors (id, user_id, secret, updated_at)
    VALUES ('added', '${other}', 'v1.x', now())`);
  const result = await verifyLatest(moving);
  expect(result.faults).toEqual({ ADDED_IN_TARGET: 3 });
  expect(result.examples.map(({ entity, key }) => [entity, key]).sort()).toEqual([
    ["accounts", "added"],
    ["accounts", "not theirs"],
    ["totp_factors", "added"],
  ]);
  await target.query("DELETE FROM accounts WHERE user_id = $1 AND provider_id = 'google'", [other]);
  await target.query("DELETE FROM accounts WHERE id = 'not theirs'");
  await target.query("DELETE FROM totp_factors WHERE id = 'added'");
});

describe("people who use the product after the migration", () => {
  const PASSWORD = "correct horse battery staple";
  const door = frontDoor(moving.db);
  const made: string[] = [];

  beforeAll(async () => {
    for (const name of ["signs-in", "resets", "asks"]) {
      const email = `${name}@example.org`;
      const id = await insertUser(source, { email, encrypted_password: HASH });
      await insertIdentity(source, id, "github", `of-${name}`);
      made.push(id);
    }
    await insertFactor(source, made[1] ?? "");
    await move(moving);
  });

  test("change their rows here, which is no difference", async () => {
    const entry = { email: "signs-in@example.org", password: PASSWORD };
    expect(await door.post("/sign-in/email", entry)).toMatchObject({ status: 200 });
    const email = "resets@example.org";
    await door.post("/request-password-reset", { email });
    const link = { token: await door.tokenFor(email), newPassword: "something quite different" };
    expect(await door.post("/reset-password", link)).toMatchObject({ status: 200 });
    await moving.db.account.create({
      data: { userId: made[1] ?? "", providerId: "google", accountId: "connected since" },
    });
    // As after a code of the app.
    await target.query("UPDATE totp_factors SET updated_at = now() WHERE user_id = $1", [made[1]]);
    const { faults, changedHere } = await verifyLatest(moving);
    expect(faults).toEqual({});
    expect(changedHere).toEqual({ user: 2, factor: 1, accounts: 1 });
  });

  test("a request that changes nothing explains nothing", async () => {
    await door.post("/request-password-reset", { email: "asks@example.org" });
    await target.query("UPDATE users SET name = 'Somebody' WHERE id = $1", [made[2]]);
    expect((await verifyLatest(moving)).faults).toEqual({ CHANGED_IN_TARGET: 1 });
    await target.query(`UPDATE users SET name = 'Person ' || left(id, 8) WHERE id = '${made[2]}'`);
  });

  test("who also changed in the source differ until the next pass decides to keep them", async () => {
    await source.query(
      `UPDATE auth.users SET banned_until = 'infinity', raw_user_meta_data = '{"full_name": "New"}'
       WHERE id = '${made[0]}'`,
    );
    await insertIdentity(source, made[0] ?? "", "discord", "added in the source");
    const { faults } = await verifyLatest(moving);
    expect(faults).toEqual({ UNPLACED_DIFFERS: 1, UNRECORDED: 1 });
    await move(moving);
    const settled = await verifyLatest(moving);
    expect(settled.faults).toEqual({});
    expect(settled.changedHere).toEqual({ user: 2, factor: 1, accounts: 1 });
    await source.query(
      "UPDATE auth.identities SET identity_data = '{}' WHERE provider = 'discord'",
    );
    await move(moving);
    expect((await verifyLatest(moving)).faults).toEqual({});
  });
});
