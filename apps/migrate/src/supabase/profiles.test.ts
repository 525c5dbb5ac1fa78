import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertUser } from "../testing/hostile-users.ts";
import { move, recordOf, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";

// A column may have the name that we give the table in a query.
const moving = await moveCase("ALTER TABLE public.profiles ADD p text;");
const { source, target, db } = moving;
afterAll(moving.end);

const WHOLE = {
  full_name: "  Ada Lovelace ",
  time_zone: "Asia/Calcutta",
  level: "New",
  goals: "Understand the engine",
  background: "Mathematics",
  interests: ["System design", "C++"],
  hours: "2-5",
  style: "hands_on",
  lucky_number: "9007199254740993",
  created_at: "2025-01-01 00:00:00.000001+00",
};

async function insertProfile(given: Partial<Record<keyof typeof WHOLE, unknown>>, metadata = "{}") {
  const id = await insertUser(source, { raw_app_meta_data: metadata });
  const profile = { ...WHOLE, ...given };
  await source.query(
    `INSERT INTO public.profiles (id, ${Object.keys(profile).join(", ")})
     VALUES ($1, ${Object.keys(profile)
       .map((_, n) => `$${n + 2}`)
       .join(", ")})`,
    [id, ...Object.values(profile)],
  );
  return id;
}

async function insertMentor(
  given: { headline?: string; bio?: string; languages?: string[]; topics?: string },
  role = "mentor",
) {
  const id = await insertUser(source, { raw_app_meta_data: `{"role": "${role}"}` });
  const { rows } = await source.query<{ key: string }>(
    `INSERT INTO public.mentors (user_id, headline, bio, languages, topics)
     VALUES ($1, $2, $3, $4, $5) RETURNING id::text AS key`,
    [
      id,
      given.headline ?? "Engineer at the mill",
      given.bio ?? "Glad to help with whatever you bring.",
      given.languages ?? ["en", "pt-br"],
      given.topics ?? `["Testing", "C++"]`,
    ],
  );
  return { id, key: rows[0]?.key ?? "" };
}

const broken: [string, Partial<Record<keyof typeof WHOLE, unknown>>, string][] = [
  ["a level nobody mapped", { level: "Wizard" }, "EXPERIENCE_LEVEL_INVALID"],
  ["goals too short", { goals: "Learn" }, "GOALS_INVALID"],
  ["goals with a control character", { goals: "Learn all\u0007 of it" }, "GOALS_INVALID"],
  ["a background too long", { background: "x".repeat(1001) }, "BACKGROUND_INVALID"],
  ["no interests", { interests: [] }, "INTERESTS_INVALID"],
  ["one interest twice", { interests: ["C++", "c++"] }, "INTERESTS_INVALID"],
  ["an interest of signs", { interests: ["???"] }, "INTERESTS_INVALID"],
  ["hours nobody mapped", { hours: null }, "WEEKLY_HOURS_INVALID"],
  ["a time that is none", { created_at: "infinity" }, "TIME_INVALID"],
  ["a style of ours misspelt", { style: "handson" }, "LEARNING_STYLE_INVALID"],
];
const ids = new Map<string, string>();
const mentors = new Map<string, { id: string; key: string }>();
const brokenMentors: [string, Parameters<typeof insertMentor>[0], string][] = [
  ["a short headline", { headline: "Hi" }, "HEADLINE_INVALID"],
  ["a short bio", { bio: "Hello" }, "BIO_INVALID"],
  ["a language that is none", { languages: ["en", "klingon!"] }, "LANGUAGES_INVALID"],
  ["topics that are no list", { topics: `{"a": 1}` }, "EXPERTISE_INVALID"],
];
let orphan = "";
let ownerless = "";

beforeAll(async () => {
  ids.set("whole", await insertProfile({}));
  ids.set("zone", await insertProfile({ time_zone: "Mars/Olympus" }));
  const nothing = {
    level: null,
    goals: null,
    background: null,
    interests: null,
    hours: null,
    style: null,
  };
  ids.set("name only", await insertProfile(nothing));
  ids.set("long name", await insertProfile({ full_name: "x".repeat(81) }));
  ids.set("coordinator", await insertProfile({}, `{"role": "coordinator"}`));
  for (const [name, given] of broken) ids.set(name, await insertProfile(given));
  mentors.set("whole", await insertMentor({}));
  mentors.set("mentee", await insertMentor({}, "member"));
  for (const [name, given] of brokenMentors) mentors.set(name, await insertMentor(given));
  const { rows } = await source.query<{ id: string; user_id: string | null }>(
    `INSERT INTO public.mentors (user_id, headline) VALUES (gen_random_uuid(), 'Orphan'), (NULL, 'Nobody')
     RETURNING id::text, user_id::text`,
  );
  [orphan = "", ownerless = ""] = rows.map(({ id }) => id);
  const { report } = await move(moving);
  expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual([0, 0, 0, 0, 0]);
});

describe("mentee profiles", () => {
  test("are migrated in full: name, time zone, fields, and everything without a field of its own", async () => {
    const id = ids.get("whole") ?? "";
    const user = await db.user.findUnique({ where: { id }, include: { menteeProfile: true } });
    expect(user).toMatchObject({
      name: "Ada Lovelace",
      timeZone: "Asia/Kolkata",
      menteeProfile: {
        experienceLevel: "beginner",
        goals: "Understand the engine",
        background: "Mathematics",
        interests: ["System design", "C++"],
        weeklyHours: "two_to_five",
        learningStyle: "hands_on",
      },
    });
    const { rows } = await target.query(
      "SELECT unplaced::text FROM migration_records WHERE source_key = $1 AND entity = 'public.profiles'",
      [id],
    );
    expect(rows).toEqual([{ unplaced: `{"p": null, "lucky_number": 9007199254740993}` }]);
  });

  test.each(broken)("%s: quarantined, while the user is migrated", async (name, _given, code) => {
    const id = ids.get(name) ?? "";
    const record = await recordOf(target, id, "public.profiles");
    expect(record).toMatchObject({ outcome: "quarantined", codes: [code] });
    const user = await db.user.findUnique({ where: { id }, include: { menteeProfile: true } });
    expect(user).toMatchObject({ name: "Ada Lovelace", menteeProfile: null });
  });

  test("a row with nothing but a name sets the user's name, and is no profile yet", async () => {
    const id = ids.get("name only") ?? "";
    expect(await recordOf(target, id, "public.profiles")).toMatchObject({
      outcome: "excluded",
      codes: ["NO_PROFILE_YET"],
    });
    expect(await db.user.findUnique({ where: { id } })).toMatchObject({ name: "Ada Lovelace" });
    expect(await db.menteeProfile.count({ where: { userId: id } })).toBe(0);
  });

  test("a name that can't be used is kept in the record", async () => {
    const id = ids.get("long name") ?? "";
    expect(await recordOf(target, id)).toMatchObject({ codes: ["NAME_UNUSABLE"] });
    const record = await recordOf(target, id, "public.profiles");
    expect(record?.unplaced).toMatchObject({ full_name: "x".repeat(81) });
    const user = await db.user.findUniqueOrThrow({ where: { id } });
    expect(user.name).toMatch(/^Person /);
  });

  test("an unknown time zone becomes UTC and is reported", async () => {
    const id = ids.get("zone") ?? "";
    expect(await recordOf(target, id)).toMatchObject({ codes: ["TIME_ZONE_UNKNOWN"] });
    expect(await db.user.findUnique({ where: { id } })).toMatchObject({ timeZone: "UTC" });
    const record = await recordOf(target, id, "public.profiles");
    expect(record?.unplaced).toMatchObject({ time_zone: "Mars/Olympus" });
  });

  test("a profile does not turn a coordinator into a mentee", async () => {
    const id = ids.get("coordinator") ?? "";
    const record = await recordOf(target, id, "public.profiles");
    expect(record).toMatchObject({ outcome: "flagged", codes: ["PROFILE_NOT_OF_ROLE"] });
    expect(record?.unplaced).toMatchObject({ goals: "Understand the engine" });
  });
});

describe("mentor profiles", () => {
  test("are migrated in full, with expertise in our format", async () => {
    const { id = "" } = mentors.get("whole") ?? {};
    const profile = await db.mentorProfile.findUnique({
      where: { userId: id },
      include: { expertise: { orderBy: { slug: "asc" } }, earliestSlot: true },
    });
    expect(profile).toMatchObject({
      headline: "Engineer at the mill",
      languages: ["en", "pt-BR"],
      bookingState: "open",
      expertise: [
        { slug: "c-plus-plus", label: "C++" },
        { slug: "testing", label: "Testing" },
      ],
    });
    expect(profile?.earliestSlot).not.toBeNull();
  });

  test("grant no role", async () => {
    const { id = "", key = "" } = mentors.get("mentee") ?? {};
    const record = await recordOf(target, key, "public.mentors");
    expect(record).toMatchObject({ outcome: "flagged", codes: ["PROFILE_NOT_OF_ROLE"] });
    expect(await db.user.findUnique({ where: { id } })).toMatchObject({ role: "mentee" });
  });

  test.each(brokenMentors)("%s: quarantined", async (name, _given, code) => {
    const record = await recordOf(target, mentors.get(name)?.key ?? "", "public.mentors");
    expect(record).toMatchObject({ outcome: "quarantined", codes: [code] });
  });

  test("without an owner are accounted for too", async () => {
    for (const key of [orphan, ownerless]) {
      const record = await recordOf(target, key, "public.mentors");
      expect(record).toMatchObject({ outcome: "quarantined", codes: ["OWNER_MISSING"] });
    }
  });

  test("the migrated profiles pass verification", async () => {
    expect((await verifyLatest(moving)).faults).toEqual({});
  });
});

test("mapped values can be the same for everybody", async () => {
  const { source: from, db: here, ...urls } = await moveCase();
  const id = await insertUser(from);
  const empty = await insertUser(from);
  await from.query(
    `INSERT INTO public.profiles (id, goals) VALUES ($1, 'Understand the engine'), ($2, NULL)`,
    [id, empty],
  );
  const mentee = {
    experienceLevel: { value: "beginner" },
    goals: "goals",
    interests: { value: ["Testing", "C++"] },
    weeklyHours: { column: { value: "2-5" }, values: { "2-5": "two_to_five" } },
    learningStyle: { column: { value: "reading" } },
  };
  const profiles = [{ table: "public.profiles", timeZone: { value: "Asia/Calcutta" }, mentee }];
  const { report } = await move(urls, "apply", { mapping: { profiles } });
  expect(report.totals.find(({ entity }) => entity === "public.profiles")).toMatchObject({
    migrated: 1,
    excluded: 1,
    codes: { NO_PROFILE_YET: 1 },
  });
  expect(
    await here.user.findUnique({ where: { id }, include: { menteeProfile: true } }),
  ).toMatchObject({
    timeZone: "Asia/Kolkata",
    menteeProfile: { interests: ["Testing", "C++"], weeklyHours: "two_to_five", background: "" },
  });
  expect((await verifyLatest(urls)).faults).toEqual({});
  await urls.end();
});
