import { createMentee, createMentor } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { callers, NOW, refusalOf } from "../testing/callers.ts";

const { db } = await testDb();
const { as } = callers(db);
const mentee = await as(await createMentee(db));

const [ada, bela, cleo] = [
  await createMentor(db, {
    user: { name: "Ada" },
    expertise: ["System design", "Rust"],
    profile: { languages: ["en"] },
  }),
  await createMentor(db, {
    user: { name: "Bela" },
    expertise: ["Rust"],
    profile: { languages: ["hu", "en"], headline: "Compilers by day" },
  }),
  await createMentor(db, { user: { name: "Cleo" }, profile: { bookingState: "paused" } }),
];
await createMentor(db, { user: { name: "Closed" }, profile: { bookingState: "closed" } });
await createMentor(db, { user: { name: "Gone", status: "suspended" } });

const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

describe("mentor.list", () => {
  it("lists the directory by name; closed, inactive and suspended mentors are not in it", async () => {
    expect(namesOf(await mentee.mentor.list({}))).toEqual(["Ada", "Bela", "Cleo"]);
  });

  it.each([
    [{ search: "ada" }, ["Ada"]],
    [{ search: "compilers" }, ["Bela"]],
    [{ search: "system" }, ["Ada"]],
    [{ search: "100%" }, []],
    [{ expertise: "rust" }, ["Ada", "Bela"]],
    [{ expertise: "rust", language: "hu" }, ["Bela"]],
    [{ language: "fr" }, []],
  ])("finds by %j", async (query, names) => {
    expect(namesOf(await mentee.mentor.list(query))).toEqual(names);
  });

  it("pages by keyset", async () => {
    const first = await mentee.mentor.list({ limit: 2 });
    const second = await mentee.mentor.list({ limit: 2, cursor: first.nextCursor });
    expect([namesOf(first), namesOf(second), second.nextCursor]).toEqual([
      ["Ada", "Bela"],
      ["Cleo"],
      null,
    ]);
  });

  it("tells the next open start truthfully, and none of a paused mentor", async () => {
    const { items } = await mentee.mentor.list({});
    const next = Object.fromEntries(items.map(({ id, nextSlot }) => [id, nextSlot]));
    expect(next).toEqual({ [ada.id]: NOW, [bela.id]: NOW, [cleo.id]: null });
  });
});

describe("mentor.filters", () => {
  it("counts what the directory can be filtered by", async () => {
    const filters = await mentee.mentor.filters();
    expect(filters.expertise[0]).toEqual({ slug: "rust", label: "Rust", mentors: 2 });
    expect(filters.languages[0]).toEqual({ tag: "en", mentors: 3 });
  });
});

describe("mentor.byId", () => {
  it("shows one mentor; a mentee or nobody is the same 404", async () => {
    expect(await mentee.mentor.byId({ id: ada.id })).toMatchObject({ name: "Ada", nextSlot: NOW });
    const other = await createMentee(db);
    expect(await refusalOf(mentee.mentor.byId({ id: other.id }))).toEqual(
      await refusalOf(mentee.mentor.byId({ id: "nobody" })),
    );
  });
});
