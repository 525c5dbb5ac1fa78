import { describe, expect, test } from "vitest";
import type { Db, DbTransaction } from "./client.ts";
import { createMentor, createUser } from "./factories.ts";
import { testDb } from "./testing/test-db.ts";

const { db } = await testDb();

/** What a mentor's profile should contain, according to the related rows. */
async function expected(userId: string) {
  const profile = await db.mentorProfile.findUniqueOrThrow({
    where: { userId },
    include: { user: true, expertise: { orderBy: { slug: "asc" } } },
  });
  const { user, bookingState, headline, expertise } = profile;
  return {
    isListed: user.role === "mentor" && user.status === "active" && bookingState !== "closed",
    searchText: [user.name, headline, ...expertise.map(({ label }) => label)].join("\n"),
  };
}

const stored = (userId: string) =>
  db.mentorProfile.findUniqueOrThrow({
    where: { userId },
    select: { isListed: true, searchText: true },
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
    ["nobody who writes it", (id) => setProfile(id, { isListed: false, searchText: "lie" }), true],
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
    while (!(await isWaiting(db)) && !(await isSettled(started))) await nextTurn();
  });
  await started;
}

const isWaiting = async (db: Db) => {
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return waiting.length > 0;
};
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const isSettled = (work: Promise<unknown>) =>
  Promise.race([work.then(() => true), nextTurn().then(() => false)]);

const setStatus = (id: string, status: "active" | "suspended") =>
  db.user.update({ where: { id }, data: { status } });
const setProfile = (userId: string, data: Parameters<typeof db.mentorProfile.update>[0]["data"]) =>
  db.mentorProfile.update({ where: { userId }, data });
const addExpertise = (mentorId: string) =>
  db.expertise.createMany({
    data: ["Go", "Rust"].map((label) => ({ mentorId, label, slug: label.toLowerCase() })),
  });
const relabel = (mentorId: string) =>
  db.expertise.updateMany({ where: { mentorId, slug: "go" }, data: { label: "Golang" } });
