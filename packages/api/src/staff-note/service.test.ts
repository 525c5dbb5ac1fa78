import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const newPm = () => createUser(db, { role: "pm" });
const newAdmin = () => createUser(db, { role: "admin" });

async function noted(body = "Prefers mornings") {
  const [author, about] = [await newPm(), await createMentee(db)];
  const caller = await as(author);
  const note = await caller.staffNote.add({ aboutId: about.id, body });
  return { author, about, caller, note };
}

describe("notes of staff", () => {
  it("are read by all staff, newest first, in pages", async () => {
    const { caller, about, author } = await noted("The first");
    for (const body of ["The second", "The third"]) {
      await caller.staffNote.add({ aboutId: about.id, body });
    }
    const admin = await as(await newAdmin());
    const first = await admin.staffNote.list({ aboutId: about.id, limit: 2 });
    const second = await admin.staffNote.list({ aboutId: about.id, cursor: first.nextCursor });
    const all = [...first.items, ...second.items];
    expect(all.map(({ body }) => body).toSorted()).toEqual([
      "The first",
      "The second",
      "The third",
    ]);
    expect(first.items[0]).toMatchObject({
      author: { id: author.id },
      mayEdit: false,
      mayRemove: true,
    });
    expect((await caller.staffNote.list({ aboutId: about.id })).items[0]).toMatchObject({
      mayEdit: true,
      mayRemove: true,
    });
  });

  it("are for nobody else, and never for the person they are about", async () => {
    const { about, note } = await noted();
    for (const user of [about, await createMentor(db)]) {
      const caller = await as(user);
      expect(await refusalOf(caller.staffNote.list({ aboutId: about.id }))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    // Somebody who has become an admin still reads none about themself, not even in the log.
    await db.user.update({ where: { id: about.id }, data: { role: "admin" } });
    const self = await as(about);
    for (const refusal of await Promise.all(
      [
        self.staffNote.list({ aboutId: about.id }),
        self.staffNote.add({ aboutId: about.id, body: "Excellent" }),
        self.staffNote.edit({ id: note.id, version: note.version, body: "Excellent" }),
        self.staffNote.remove({ id: note.id }),
      ].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await self.audit.list({ targetId: note.id })).items).toEqual([]);
    expect(
      (await (await as(await newAdmin())).audit.list({ targetId: note.id })).items,
    ).toMatchObject([{ action: "staffNote.added", after: { aboutId: about.id } }]);
  });

  it("are part of the data that the person can export, without who wrote them", async () => {
    const { about, author } = await noted("Cancelled twice on short notice");
    const exported = await (await as(about)).account.export();
    expect(exported.staffNotes).toMatchObject([{ body: "Cancelled twice on short notice" }]);
    expect(JSON.stringify(exported)).not.toContain(author.id);
  });

  it("are changed by their author only, at the version they saw", async () => {
    const { caller, note, about } = await noted();
    const { id, version } = note;
    const other = await as(await newAdmin());
    expect(await refusalOf(other.staffNote.edit({ id, version, body: "No" }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await caller.staffNote.edit({ id, version, body: "Evenings" })).toMatchObject({
      body: "Evenings",
      version: version + 1,
    });
    expect(await refusalOf(caller.staffNote.edit({ id, version, body: "Noon" }))).toEqual({
      code: "STALE_VERSION",
      details: { version: version + 1 },
    });
    expect((await caller.staffNote.list({ aboutId: about.id })).items).toMatchObject([
      { body: "Evenings" },
    ]);
  });

  it("are removed by their author or an admin, once", async () => {
    const { caller, note } = await noted();
    const pm = await as(await newPm());
    expect(await refusalOf(pm.staffNote.remove({ id: note.id }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await caller.staffNote.remove({ id: note.id })).toEqual({ id: note.id });
    const admin = await as(await newAdmin());
    expect(await refusalOf(admin.staffNote.remove({ id: note.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
    const another = await noted();
    expect(await admin.staffNote.remove({ id: another.note.id })).toEqual({ id: another.note.id });
  });

  it("are written once per idempotency key", async () => {
    const [pm, about] = [await as(await newPm()), await createMentee(db)];
    const call = { aboutId: about.id, body: "Once", idempotencyKey: randomUUID() };
    const [one, two] = [await pm.staffNote.add(call), await pm.staffNote.add(call)];
    expect(two).toEqual(one);
    expect(await refusalOf(pm.staffNote.add({ ...call, body: "Twice" }))).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
  });

  it("can't be about somebody who doesn't exist or was erased", async () => {
    const pm = await as(await newPm());
    const about = await createMentee(db);
    const { id, version } = about;
    await (await as(await newAdmin())).member.erase({ id, version, reason: "They asked for it" });
    for (const aboutId of [id, "nobody"]) {
      expect(await refusalOf(pm.staffNote.add({ aboutId, body: "Hello" }))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("go when the person is erased, and lose their author's name when that one is", async () => {
    const { about, author, note } = await noted();
    const other = await noted();
    const admin = await as(await newAdmin());
    const reason = "They asked for it";
    await admin.member.erase({ id: about.id, version: about.version, reason });
    expect(await db.staffNote.findUnique({ where: { id: note.id } })).toBeNull();
    expect(author.id).not.toBe(other.author.id);
    await admin.member.erase({ id: other.author.id, version: other.author.version, reason });
    expect((await admin.staffNote.list({ aboutId: other.about.id })).items).toMatchObject([
      { body: "Prefers mornings", author: null, mayEdit: false },
    ]);
  });
});
