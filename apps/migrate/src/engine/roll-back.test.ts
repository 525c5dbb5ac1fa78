import { createUser } from "@sundial/db/factories";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createProgress } from "../progress.ts";
import { insertUser } from "../testing/hostile-users.ts";
import { dump, move } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { ordinaryUsers } from "../testing/ordinary-users.ts";
import { peopleRows } from "./remove.ts";
import { rollBackRun } from "./roll-back.ts";
import { requireRun } from "./run.ts";

const moving = await moveCase(ordinaryUsers(60));
const { source, target, db } = moving;
afterAll(moving.end);

const entities = [
  { name: "user", kind: "user" as const },
  { name: "identity", kind: "identity" as const },
  { name: "factor", kind: "factor" as const },
  { name: "public.profiles", kind: "profile" as const },
  { name: "public.mentors", kind: "profile" as const },
];

async function rollBack() {
  const run = await requireRun(target);
  const progress = createProgress("lines", () => {});
  const moved = { runId: run.id, entities, rows: peopleRows };
  return rollBackRun(target, moved, { progress, isStopping: () => false });
}

const someone = async (role: "mentor" | "mentee") => {
  const user = await db.user.findFirst({
    where: { role, id: { in: await arrived() } },
    orderBy: { id: "asc" },
  });
  return user?.id ?? "";
};
const arrived = async () =>
  (
    await target.query<{ id: string }>(
      "SELECT target_key AS id FROM migration_records WHERE entity = 'user'",
    )
  ).rows.map(({ id }) => id);

beforeEach(async () => {
  await rollBackAll();
  await target.query("UPDATE migration_runs SET status = 'rolled_back'");
});

async function rollBackAll() {
  await target.query("DELETE FROM migration_records; DELETE FROM users");
}

describe("rolling back a run", () => {
  test("removes what the run created, and keeps earlier and later accounts", async () => {
    await createUser(db, { name: "Before" });
    const before = await dump(target);
    await move(moving);
    await createUser(db, { id: "since", name: "Since" });
    expect(await rollBack()).toMatchObject({ removed: 60, kept: 0, isComplete: true });
    await db.user.delete({ where: { id: "since" } });
    expect(await dump(target)).toBe(before);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["a new name", (id) => db.user.update({ where: { id }, data: { name: "New" } })],
    [
      "a new password",
      (id) => target.query("UPDATE accounts SET password = 'x' WHERE user_id = $1", [id]),
    ],
    [
      "an account linked since",
      (id) => db.account.create({ data: { userId: id, providerId: "github", accountId: id } }),
    ],
    [
      "a session",
      (id) =>
        db.session.create({
          data: { userId: id, token: id, expiresAt: new Date("2999-01-01") },
        }),
    ],
    [
      "hours a mentor has set",
      (id) =>
        db.timeOff.create({ data: { mentorId: id, startsAt: new Date(0), endsAt: new Date(1) } }),
    ],
  ])("keeps users who have changed since: %s", async (_name, change) => {
    await move(moving);
    const id = await someone("mentor");
    await change(id);
    expect(await rollBack()).toMatchObject({ removed: 59, kept: 1 });
    expect(await db.user.findMany({ select: { id: true } })).toEqual([{ id }]);
  });

  test("keeps an admin when there would be none left", async () => {
    const id = await insertUser(source, { raw_app_meta_data: `{"role": "admin"}` });
    await move(moving);
    const result = await rollBack();
    await source.query("DELETE FROM auth.users WHERE id = $1", [id]);
    expect(result).toMatchObject({ removed: 60, kept: 1 });
  });
});
