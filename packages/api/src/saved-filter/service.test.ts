import { createMentee, createUser } from "@sundial/db/factories";
import { SAVED_FILTERS_MAX } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const staff = async () => as(await createUser(db, { role: "pm" }));
const mentors = { page: "people" as const, name: "Mentors", query: "role=mentor" };

describe("saved filters", () => {
  it("are each person's own, per page, by name", async () => {
    const [one, other] = [await staff(), await staff()];
    const kept = await one.savedFilter.save(mentors);
    await one.savedFilter.save({ ...mentors, name: "Asleep", query: "status=inactive" });
    await one.savedFilter.save({ ...mentors, page: "sessions" });
    expect((await one.savedFilter.list({ page: "people" })).items).toMatchObject([
      { name: "Asleep", query: "status=inactive" },
      { name: "Mentors", query: "role=mentor" },
    ]);
    expect(await other.savedFilter.list({ page: "people" })).toEqual({ items: [] });
    expect(await refusalOf(other.savedFilter.remove({ id: kept.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
    await one.savedFilter.remove({ id: kept.id });
    expect((await one.savedFilter.list({ page: "people" })).items).toHaveLength(1);
    expect(await refusalOf(one.savedFilter.remove({ id: kept.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("replace the one of the same name, also at once", async () => {
    const pm = await staff();
    const queries = ["role=mentor", "role=mentee", "role=pm"];
    await Promise.all(queries.map((query) => pm.savedFilter.save({ ...mentors, query })));
    const { items } = await pm.savedFilter.list({ page: "people" });
    expect(items).toHaveLength(1);
    expect(queries).toContain(items[0]?.query);
  });

  it("are limited, but can be replaced at the limit", async () => {
    const pm = await staff();
    for (let n = 0; n < SAVED_FILTERS_MAX; n += 1) {
      await pm.savedFilter.save({ ...mentors, name: `Number ${n}` });
    }
    expect(await refusalOf(pm.savedFilter.save(mentors))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: SAVED_FILTERS_MAX },
    });
    expect(await pm.savedFilter.save({ ...mentors, name: "Number 3", query: "search=a" })).toEqual(
      expect.objectContaining({ query: "search=a" }),
    );
  });

  it("are for staff", async () => {
    const mentee = await as(await createMentee(db));
    expect(await refusalOf(mentee.savedFilter.save(mentors))).toMatchObject({ code: "FORBIDDEN" });
  });
});
