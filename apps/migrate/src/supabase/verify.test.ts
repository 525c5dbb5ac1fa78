import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
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
