import { expect, onTestFinished, test } from "vitest";
import { insertUser } from "../testing/hostile-users.ts";
import { move, recordOf, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { findProfiles } from "./obvious-profiles.ts";

const withProfiles = async (columns: string) => {
  const moving = await moveCase();
  onTestFinished(moving.end);
  await moving.source.query(
    `DROP TABLE public.profiles, public.mentors; CREATE TABLE public.profiles (${columns})`,
  );
  return moving;
};

test("profiles with our column names need no mapping file", async () => {
  const moving = await withProfiles(`
    id uuid PRIMARY KEY REFERENCES auth.users, full_name text, timezone text, experience_level text,
    goals text, interests text[], weekly_hours text, learning_style text, lucky_number bigint`);
  const { source, target, db } = moving;
  const id = await insertUser(source);
  await source.query(
    `INSERT INTO public.profiles VALUES ($1, 'Ada', 'Asia/Calcutta', 'junior', 'Learn to test well',
       '{Testing}', 'two_to_five', 'reading', 9007199254740993)`,
    [id],
  );
  await move(moving, "apply", { mapping: { profiles: await findProfiles(source) } });
  expect(
    await db.user.findUnique({ where: { id }, include: { menteeProfile: true } }),
  ).toMatchObject({
    name: "Ada",
    timeZone: "Asia/Kolkata",
    menteeProfile: {
      experienceLevel: "junior",
      goals: "Learn to test well",
      interests: ["Testing"],
    },
  });
  expect(await recordOf(target, id, "public.profiles")).toMatchObject({ outcome: "migrated" });
  const { rows } = await target.query(
    "SELECT unplaced::text FROM migration_records WHERE entity = 'public.profiles'",
  );
  expect(rows).toEqual([{ unplaced: `{"lucky_number": 9007199254740993}` }]);
  expect((await verifyLatest(moving)).faults).toEqual({});
});

test("profiles with other columns are accounted for and kept in their records", async () => {
  const moving = await withProfiles(
    "id bigint PRIMARY KEY, who uuid REFERENCES auth.users, display_name varchar(80), favorite text",
  );
  const { source, target, db } = moving;
  const id = await insertUser(source);
  await source.query("INSERT INTO public.profiles VALUES (7, $1, 'Ada', 'green')", [id]);
  await move(moving, "apply", { mapping: { profiles: await findProfiles(source) } });
  expect(await db.user.findUnique({ where: { id } })).toMatchObject({ name: "Ada" });
  expect(await recordOf(target, "7", "public.profiles")).toMatchObject({
    outcome: "migrated",
    unplaced: { favorite: "green" },
  });
});

test.each([
  ["user_id", "id uuid PRIMARY KEY, user_id uuid"],
  ["id", "id uuid PRIMARY KEY, invited_by uuid"],
  // Two columns refer to users; the name decides.
  ["user_id", "user_id uuid REFERENCES auth.users, invited_by uuid REFERENCES auth.users"],
])("a profile belongs to its %s: %s", async (owner, columns) => {
  const { source } = await withProfiles(columns);
  expect(await findProfiles(source)).toMatchObject([{ owner }]);
});

test("unmapped tables are counted and reported", async () => {
  const moving = await withProfiles("id text PRIMARY KEY, full_name text");
  const { source } = moving;
  const id = await insertUser(source);
  await source.query(`
    INSERT INTO public.profiles VALUES ('one', 'Ada');
    CREATE TABLE public.notes (author uuid REFERENCES auth.users, body text);
    INSERT INTO public.notes VALUES ('${id}', 'a'), ('${id}', 'b')`);
  expect(await findProfiles(source)).toEqual([]);
  const { report } = await move(moving, "apply", { mapping: {} });
  expect(report.unmapped).toMatchObject({ "public.notes": 2, "public.profiles": 1 });
  await source.query("DROP TABLE public.profiles");
  expect(await findProfiles(source)).toEqual([]);
});
