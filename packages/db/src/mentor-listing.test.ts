import { describe, expect, test } from "vitest";
import type { Db, DbTransaction } from "./client.ts";
import { createMentor, createUser } from "./factories.ts";
import { isSomeoneWaiting } from "./testing/lock-waits.ts";
import { testDb } from "./testing/test-db.ts";

const { db } = await testDb();

/** What a mentor's profile should contain, according to the related rows. */
async function expected(userId: string) {
  const profile = await db.mentorProfile.findUniqueOrThrow({
    where: { userId },
    include: {
      user: true,
      expertise: { orderBy: { slug: "asc" } },
      schedules: { include: { rules: true } },
      overrides: true,
    },
  });
  const { user, bookingState, headline, expertise, location, schedules, overrides } = profile;
  const rules = schedules.flatMap((schedule) => schedule.rules);
  const hasHours = rules.length > 0 || overrides.some(({ kind }) => kind === "replace");
  const missingSteps = [
    ...(hasHours ? [] : ["hours"]),
    ...(location === null || location === "" ? ["location"] : []),
  ];
  return {
    missingSteps,
    isListed:
      user.role === "mentor" &&
      user.status === "active" &&
      bookingState !== "closed" &&
      missingSteps.length === 0,
    searchText: [user.name, headline, ...expertise.map(({ label }) => label)].join("\n"),
  };
}

const stored = (userId: string) =>
  db.mentorProfile.findUniqueOrThrow({
    where: { userId },
    select: { isListed: true, missingSteps: true, searchText: true },
  });

describe("the directory listing and its search text follow", () => {
  const id = createMentor(db, { expertise: ["Testing", "Databases"] }).then((mentor) => mentor.id);

  test.each<[change: string, make: (id: string) => Promise<unknown>, isListed: boolean]>([
    ["the first version", async () => {}, true],
    ["a name", (id) => db.user.update({ where: { id }, data: { name: "Renamed" } }), true],
    ["a suspension", (id) => setStatus(id, "suspended"), false],
    ["a headline, meanwhile", (id) => setProfile(id, { headline: "New" }), false],
    ["its end", (id) => setStatus(id, "active"), true],
    ["closed bookings", (id) => setProfile(id, { bookingState: "closed" }), false],
    ["a pause", (id) => setProfile(id, { bookingState: "paused" }), true],
    ["another role", (id) => db.user.update({ where: { id }, data: { role: "pm" } }), false],
    ["the role again", (id) => db.user.update({ where: { id }, data: { role: "mentor" } }), true],
    ["more expertise", (id) => addExpertise(id), true],
    ["a new label", (id) => relabel(id), true],
    ["less expertise", (id) => db.expertise.deleteMany({ where: { mentorId: id } }), true],
    ["no place to meet", (id) => setProfile(id, { location: null }), false],
    ["an empty place", (id) => setProfile(id, { location: "" }), false],
    ["a place again", (id) => setProfile(id, { location: "Room 5" }), true],
    ["no hours", (id) => db.availabilityRule.deleteMany({ where: ofMentor(id) }), false],
    ["a day off", (id) => addDate(id, "2027-03-01", "unavailable"), false],
    ["hours on one date", (id) => addDate(id, "2027-03-02", "replace"), true],
    ["those taken back", (id) => changeDate(id, "2027-03-02", "unavailable"), false],
    ["hours on that date again", (id) => changeDate(id, "2027-03-02", "replace"), true],
    ["no dates", (id) => db.availabilityOverride.deleteMany({ where: { mentorId: id } }), false],
    ["weekly hours again", (id) => addHours(id), true],
    ["no schedule", (id) => db.availabilitySchedule.deleteMany({ where: { mentorId: id } }), false],
    ["a schedule with hours", (id) => addSchedule(id), true],
    [
      "nobody who writes it",
      (id) => setProfile(id, { isListed: false, missingSteps: ["hours"], searchText: "lie" }),
      true,
    ],
  ])("%s", async (_change, make, isListed) => {
    await make(await id);
    expect(await stored(await id)).toEqual(await expected(await id));
    expect(await stored(await id)).toMatchObject({ isListed });
  });
});

describe("two changes at once", () => {
  test("a suspension while the mentor closes and opens", async () => {
    const { id } = await createMentor(db);
    await whileUncommitted(
      (tx) => tx.user.update({ where: { id }, data: { status: "suspended" } }),
      () => setProfile(id, { bookingState: "paused" }),
    );
    expect(await stored(id)).toEqual(await expected(id));
  });

  test("hours while the place is said", async () => {
    const { id } = await createMentor(db, { hours: [], profile: { location: null } });
    await whileUncommitted(
      (tx) => addHours(id, tx),
      () => setProfile(id, { location: "Room 5" }),
    );
    expect(await stored(id)).toEqual(await expected(id));
    expect(await stored(id)).toMatchObject({ isListed: true });
  });

  test("a suspension while the profile is made", async () => {
    const { id } = await createUser(db, { role: "mentor" });
    const data = { userId: id, headline: "", bio: "", languages: ["en"] };
    await whileUncommitted(
      (tx) => tx.user.update({ where: { id }, data: { status: "suspended" } }),
      () => db.mentorProfile.create({ data }),
    );
    expect(await stored(id)).toEqual(await expected(id));
  });
});

/** Starts the second change between the first one and its commit. */
async function whileUncommitted(
  first: (tx: DbTransaction) => Promise<unknown>,
  second: () => Promise<unknown>,
) {
  let started = Promise.resolve<unknown>(null);
  await db.$transaction(async (tx) => {
    await first(tx);
    started = second();
    // Until it waits for us or is done.
    while (!(await isSomeoneWaiting(db)) && !(await isSettled(started))) await nextTurn();
  });
  await started;
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const isSettled = (work: Promise<unknown>) =>
  Promise.race([work.then(() => true), nextTurn().then(() => false)]);

const setStatus = (id: string, status: "active" | "suspended") =>
  db.user.update({ where: { id }, data: { status } });
const setProfile = (userId: string, data: Parameters<typeof db.mentorProfile.update>[0]["data"]) =>
  db.mentorProfile.update({ where: { userId }, data });
const ofMentor = (mentorId: string) => ({ schedule: { mentorId } });
const addHours = async (mentorId: string, tx: Db | DbTransaction = db) => {
  const { id } = await tx.availabilitySchedule.findFirstOrThrow({ where: { mentorId } });
  return tx.availabilityRule.create({ data: { scheduleId: id, ...window } });
};
const addSchedule = (mentorId: string) =>
  db.availabilitySchedule.create({
    data: { mentorId, timeZone: "UTC", rules: { create: window } },
  });
const window = { weekday: 1, startMinute: 540, endMinute: 600 };
const addDate = (mentorId: string, date: string, kind: "unavailable" | "replace") =>
  db.availabilityOverride.create({
    data: { mentorId, localDate: new Date(date), kind, windows: windowsOf(kind) },
  });
const changeDate = (mentorId: string, date: string, kind: "unavailable" | "replace") =>
  db.availabilityOverride.update({
    where: { mentorId_localDate: { mentorId, localDate: new Date(date) } },
    data: { kind, windows: windowsOf(kind) },
  });
const windowsOf = (kind: "unavailable" | "replace") =>
  kind === "replace" ? [{ startMinute: 540, endMinute: 600 }] : [];
const addExpertise = (mentorId: string) =>
  db.expertise.createMany({
    data: ["Go", "Rust"].map((label) => ({ mentorId, label, slug: label.toLowerCase() })),
  });
const relabel = (mentorId: string) =>
  db.expertise.updateMany({ where: { mentorId, slug: "go" }, data: { label: "Golang" } });
