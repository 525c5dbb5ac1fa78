import { createMentee, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

describe("member.list", () => {
  it("finds people by part of their name or address, role and status, with a total", async () => {
    const ada = await createMentee(db, { name: "Ada Quillfeather" });
    const bob = await createUser(db, { role: "mentor", email: "bob@quillfeather.example" });
    const cleo = await createUser(db, {
      role: "pm",
      status: "suspended",
      name: "Cleo QUILLfeather",
    });
    for (const role of ["pm", "admin"] as const) {
      const caller = await as(await createUser(db, { role }));
      const idsOf = async (input: Parameters<typeof caller.member.list>[0]) => {
        const { items, count } = await caller.member.list({ search: "quillFeather", ...input });
        expect(count).toBe(items.length);
        return items.map(({ id }) => id).sort();
      };
      expect(await idsOf({})).toEqual([ada.id, bob.id, cleo.id].sort());
      expect(await idsOf({ role: "mentor" })).toEqual([bob.id]);
      expect(await idsOf({ status: "suspended" })).toEqual([cleo.id]);
      expect(await idsOf({ role: "mentor", status: "suspended" })).toEqual([]);
    }
  });

  it("takes LIKE wildcards literally", async () => {
    const one = await createMentee(db, { name: "100%_sure" });
    await createMentee(db, { name: "100 times sure" });
    const caller = await as(await createUser(db, { role: "pm" }));
    for (const search of ["100%", "%_s", "0%_"]) {
      const { items } = await caller.member.list({ search });
      expect(
        items.map(({ id }) => id),
        search,
      ).toEqual([one.id]);
    }
  });

  it("repeats and skips nobody between pages while people join, even with equal names", async () => {
    const same = await Promise.all(
      [1, 2, 3, 4, 5].map(() => createMentee(db, { name: "Kim Same" })),
    );
    const caller = await as(await createUser(db, { role: "pm" }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof caller.member.list>> = await caller.member.list({
        search: "kim same",
        limit: 2,
        cursor,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await createMentee(db, { name: "Kim Samantha" });
    } while (cursor !== null);
    expect(seen).toEqual(same.map(({ id }) => id).sort());
  });

  it("is for program staff, and so is a person's page", async () => {
    const mentee = await createMentee(db);
    for (const role of ["mentee", "mentor"] as const) {
      const caller = await as(await createUser(db, { role }));
      expect(await refusalOf(caller.member.list({}))).toMatchObject({ code: "FORBIDDEN" });
      expect(await refusalOf(caller.member.byId({ id: mentee.id }))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.member.byId({ id: mentee.id })).toMatchObject({
      email: mentee.email,
      futureSessionCount: 0,
    });
    expect(await refusalOf(pm.member.byId({ id: "nobody" }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(pm.member.previewSuspension({ id: mentee.id }))).toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
