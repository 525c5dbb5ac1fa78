import { createMentee, createMentor } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { bookingWith, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();
const mentee = await as(await createMentee(db));

// NOW is a Monday noon in UTC.
await createMentor(db, {
  user: { name: "Ada" },
  hours: [{ startMinute: 840, endMinute: 1080 }],
  expertise: ["System design", "Rust"],
});
const bela = await createMentor(db, {
  user: { name: "Bela" },
  hours: [{ startMinute: 780, endMinute: 840 }],
  expertise: ["Rust"],
  profile: { languages: ["hu", "en"], headline: "Compilers by day" },
});
await createMentor(db, {
  user: { name: "Cleo" },
  profile: { bookingState: "paused", pausedUntil: minutesAfter(NOW, 1440) },
});
const dora = await createMentor(db, {
  user: { name: "Dora" },
  hours: [{ startMinute: 840, endMinute: 900 }],
  profile: { durations: [60], weeklyCap: 1, horizonDays: 2 },
});
const ewan = await createMentor(db, { user: { name: "Ewan" }, profile: { horizonDays: 30 } });
await db.timeOff.create({
  data: { mentorId: ewan.id, startsAt: NOW, endsAt: minutesAfter(NOW, 90 * 1440) },
});
await createMentor(db, { user: { name: "No hours" }, hours: [] });
await createMentor(db, { user: { name: "No place" }, profile: { location: null } });
await createMentor(db, { user: { name: "Flo" }, profile: { bookingState: "paused" } });
await createMentor(db, { user: { name: "Closed" }, profile: { bookingState: "closed" } });
await createMentor(db, { user: { name: "Gone", status: "suspended" } });
await mentee.officeSession.book(bookingWith(dora, { startsAt: minutesAfter(NOW, 120) }));

const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);
const at = (iso: string) => new Date(`${iso}Z`);

describe("by earliest slot", () => {
  it("orders the list, and mentors without a slot come last, with the reason", async () => {
    const { items, total, nextCursor } = await mentee.mentor.list({});
    const lines = items.map(({ name, nextSlot, noSlotReason }) => [name, nextSlot ?? noSlotReason]);
    expect(lines.slice(0, 3)).toEqual([
      ["Bela", at("2027-02-22T13:00")],
      ["Ada", at("2027-02-22T14:00")],
      ["Cleo", at("2027-02-23T12:00")],
    ]);
    expect(new Map(lines.slice(3).map(([name, mark]) => [name, mark]))).toEqual(
      new Map([
        ["Dora", "fullyBooked"],
        ["Ewan", "noHours"],
        ["Flo", "paused"],
      ]),
    );
    expect([total, nextCursor]).toEqual([6, null]);
  });

  it("considers every session length and takes the earliest slot", async () => {
    const [start, end] = [minutesAfter(NOW, 60), minutesAfter(NOW, 70)];
    const off = await db.timeOff.create({
      data: { mentorId: bela.id, startsAt: start, endsAt: end },
    });
    await db.mentorProfile.update({
      where: { userId: bela.id },
      data: { durations: [45, 30], slotStepMinutes: 15 },
    });
    const [first] = (await mentee.mentor.list({ expertise: "rust" })).items;
    expect(first).toMatchObject({ name: "Bela", nextSlot: at("2027-02-22T13:15") });
    await db.timeOff.delete({ where: { id: off.id } });
  });
});

describe("by name", () => {
  it("orders alphabetically", async () => {
    const names = ["Ada", "Bela", "Cleo", "Dora", "Ewan", "Flo"];
    expect(namesOf(await mentee.mentor.list({ sort: "name" }))).toEqual(names);
  });

  it("pages by keyset", async () => {
    const query = { sort: "name", limit: 4 } as const;
    const first = await mentee.mentor.list(query);
    const second = await mentee.mentor.list({ ...query, cursor: first.nextCursor });
    expect([namesOf(first), namesOf(second), second.nextCursor]).toEqual([
      ["Ada", "Bela", "Cleo", "Dora"],
      ["Ewan", "Flo"],
      null,
    ]);
  });
});

describe("filters", () => {
  it.each([
    [{ search: "ada" }, ["Ada"]],
    [{ search: "compilers" }, ["Bela"]],
    [{ search: "system" }, ["Ada"]],
    [{ search: "100%" }, []],
    [{ expertise: "rust" }, ["Bela", "Ada"]],
    [{ expertise: "rust", language: "hu" }, ["Bela"]],
    [{ language: "fr" }, []],
  ])("find %j", async (query, names) => {
    const page = await mentee.mentor.list(query);
    expect([namesOf(page), page.total]).toEqual([names, names.length]);
  });

  it.each([
    ["UTC", { partsOfDay: ["afternoon" as const] }, ["Bela", "Ada", "Cleo"]],
    ["UTC", { partsOfDay: ["evening" as const] }, ["Ada", "Cleo"]],
    ["UTC", { partsOfDay: ["morning" as const] }, ["Cleo"]],
    ["UTC", { partsOfDay: ["morning" as const], weekdays: [1, 2] }, ["Cleo"]],
    // Bela's 13:00 is 5 in the morning there, until its clocks are put forward.
    ["America/Los_Angeles", { partsOfDay: ["morning" as const] }, ["Ada", "Cleo", "Bela"]],
    ["America/Los_Angeles", { partsOfDay: ["night" as const] }, ["Bela", "Cleo"]],
    ["Asia/Tokyo", { partsOfDay: ["afternoon" as const] }, ["Cleo"]],
    [
      "Asia/Tokyo",
      { partsOfDay: ["evening" as const], sort: "name" as const },
      ["Ada", "Bela", "Cleo"],
    ],
    ["UTC", { weekdays: [6] }, ["Cleo", "Bela", "Ada"]],
  ])("match the day in the viewer's zone: %s, %j", async (timeZone, query, names) => {
    const viewer = await as(await createMentee(db, { timeZone }));
    const page = await viewer.mentor.list(query);
    expect(namesOf(page)).toEqual(names);
    expect(page.items.every(({ nextSlot }) => nextSlot !== null)).toBe(true);
  });

  it("show the next slot that matches, not just the next one", async () => {
    const { items } = await mentee.mentor.list({ partsOfDay: ["evening"], expertise: "rust" });
    expect(items[0]?.nextSlot).toEqual(at("2027-02-22T17:00"));
  });

  it("suggest the filter whose removal gives the most matches", async () => {
    const drop = async (query: Parameters<typeof mentee.mentor.list>[0]) =>
      (await mentee.mentor.list(query)).dropFilter;
    expect(await drop({ search: "zebra", expertise: "rust" })).toBe("search");
    expect(await drop({ expertise: "rust", language: "fr" })).toBe("language");
    expect(await drop({ expertise: "rust", partsOfDay: ["morning"] })).toBe("expertise");
    expect(await drop({ search: "zebra", language: "fr" })).toBeNull();
    expect(await drop({ expertise: "rust" })).toBeNull();
  });
});

describe("paging while mentors change", () => {
  const expertise = "paging";
  const freeAt = (hour: number) =>
    createMentor(db, {
      user: { name: `At ${hour}` },
      hours: [{ startMinute: hour * 60, endMinute: hour * 60 + 30 }],
      profile: { durations: [30] },
      expertise: ["Paging"],
    });

  it("shows nobody twice and misses nobody", async () => {
    const mentors = [];
    for (const hour of [13, 14, 15, 16, 17, 18, 19, 20]) mentors.push(await freeAt(hour));
    const [atOne, , , , atFive, atSix] = mentors;
    if (!atOne || !atFive || !atSix) throw new Error("not enough mentors");
    const booked = await mentee.officeSession.book(
      bookingWith(atFive, { startsAt: at("2027-02-22T17:00"), durationMinutes: 30 }),
    );

    const first = await mentee.mentor.list({ expertise, limit: 3 });
    expect(namesOf(first)).toEqual(["At 13", "At 14", "At 15"]);

    // The first mentor shown is booked, so their next slot is tomorrow's, after everybody. One not
    // shown yet comes before the page's end. And somebody new joins.
    await mentee.officeSession.book(
      bookingWith(atOne, { startsAt: at("2027-02-22T13:00"), durationMinutes: 30 }),
    );
    await db.availabilityRule.updateMany({
      where: { schedule: { mentorId: atSix.id } },
      data: { startMinute: 12 * 60 + 30, endMinute: 13 * 60 },
    });
    await freeAt(14);
    const second = await mentee.mentor.list({ expertise, limit: 3, cursor: first.nextCursor });
    expect(namesOf(second)).toEqual(["At 18", "At 14", "At 16"]);

    // Two hours later, everyone shown so far is free only tomorrow, and a cancelled slot is open
    // again.
    const later = await as({ id: booked.mentee.id }, { now: at("2027-02-22T14:30") });
    await later.officeSession.cancel({ id: booked.id, version: booked.version, note: "" });
    const third = await later.mentor.list({ expertise, limit: 3, cursor: second.nextCursor });
    expect([namesOf(third), third.nextCursor]).toEqual([["At 17", "At 19", "At 20"], null]);
  });

  it("rejects the cursor of another list", async () => {
    const { nextCursor } = await mentee.mentor.list({ sort: "name", limit: 1 });
    const refusal = { code: "INVALID_INPUT" };
    const list = (cursor: string | null) => refusalOf(mentee.mentor.list({ cursor }));
    expect(await list(nextCursor)).toMatchObject(refusal);
    expect(await list("not a cursor")).toMatchObject(refusal);
  });
});

it("gives the same answer from its cache", async () => {
  const pages = [await mentee.mentor.list({}), await mentee.mentor.list({})];
  expect(pages[1]).toEqual(pages[0]);
});
