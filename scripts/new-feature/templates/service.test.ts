import { createMentee, createUser } from "@sundial/db/factories";
import { __NOUNS___MAX } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";

const { db, as, asVisitor } = await testApi();

/** Someone who has one. */
async function ownerOf(text: string) {
  const owner = await createMentee(db);
  const caller = await as(owner);
  return { owner, caller, ...(await caller.__noun__.create({ text })) };
}

describe("__a__ __one__", () => {
  it("is listed for its owner, newest first, page by page", async () => {
    const { caller } = await ownerOf("First");
    for (const text of ["Second", "Third"]) await caller.__noun__.create({ text });
    const page = await caller.__noun__.list({ limit: 2 });
    expect(page.items).toMatchObject([{ text: "Third", createdAt: NOW }, { text: "Second" }]);
    const last = await caller.__noun__.list({ limit: 2, cursor: page.nextCursor });
    expect(last).toMatchObject({ items: [{ text: "First" }], nextCursor: null });
    expect(await refusalOf(caller.__noun__.list({ cursor: "x" }))).toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("leaves events that don't repeat its text", async () => {
    const { owner, caller, id } = await ownerOf("Private words");
    await caller.__noun__.delete({ id });
    expect((await caller.__noun__.list({})).items).toEqual([]);
    const events = await db.auditEvent.findMany({
      where: { targetId: id },
      orderBy: { seq: "asc" },
      omit: { seq: true },
    });
    expect(events).toMatchObject([
      { action: "__noun__.created", actorId: owner.id },
      { action: "__noun__.deleted", actorId: owner.id },
    ]);
    expect(JSON.stringify(events)).not.toContain("Private words");
  });

  it("of another person is neither listed nor found, even by an admin", async () => {
    const { id } = await ownerOf("Mine");
    for (const person of [await createMentee(db), await createUser(db, { role: "admin" })]) {
      const stranger = await as(person);
      expect((await stranger.__noun__.list({})).items).toEqual([]);
      expect(await refusalOf(stranger.__noun__.delete({ id }))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
    expect(await db.__noun__.count({ where: { id } })).toBe(1);
  });

  it("is not found when it doesn't exist", async () => {
    const { caller } = await ownerOf("Mine");
    const id = "00000000-0000-7000-8000-000000000000";
    expect(await refusalOf(caller.__noun__.delete({ id }))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("is deleted once by two requests at once", async () => {
    const { caller, id } = await ownerOf("Mine");
    const outcomes = await Promise.allSettled([
      caller.__noun__.delete({ id }),
      caller.__noun__.delete({ id }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const where = { targetId: id, action: "__noun__.deleted" };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it("is only for active people who are signed in", async () => {
    const inactive = await as(await createUser(db, { status: "inactive" }));
    for (const [caller, code] of [
      [inactive, "ACCOUNT_INACTIVE"],
      [asVisitor(), "UNAUTHORIZED"],
    ] as const) {
      expect(await refusalOf(caller.__noun__.list({}))).toMatchObject({ code });
      expect(await refusalOf(caller.__noun__.create({ text: "x" }))).toMatchObject({ code });
    }
  });

  it("is one of at most __NOUNS___MAX, even when two requests want the last place", async () => {
    const { owner, caller, id } = await ownerOf("Mine");
    const rest = Array.from({ length: __NOUNS___MAX - 2 }, () => ({
      userId: owner.id,
      text: "x",
      createdAt: NOW,
    }));
    await db.__noun__.createMany({ data: rest });
    const outcomes = await Promise.allSettled([
      caller.__noun__.create({ text: "x" }),
      caller.__noun__.create({ text: "x" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(caller.__noun__.create({ text: "x" }))).toMatchObject({
      code: "LIMIT_REACHED",
    });
    await caller.__noun__.delete({ id });
    await caller.__noun__.create({ text: "x" });
  });

  it.each(["", "  ", "a".repeat(201), "two\nlines"])(
    "is rejected with the text %j",
    async (text) => {
      const caller = await as(await createMentee(db));
      await expect(caller.__noun__.create({ text })).rejects.toThrow();
    },
  );
});
