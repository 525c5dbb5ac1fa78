import { createMentee, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

async function meeting() {
  const { mentor, mentee, session, input } = await bookedSession(db, as);
  const place = { officeSessionId: session.id };
  const [his, hers] = [await as(mentor), await as(mentee)];
  return {
    mentor,
    mentee,
    his,
    hers,
    place,
    input,
    shared: { ...place, visibility: "shared" as const },
  };
}

describe("shared notes", () => {
  it("are written by both, and say who wrote which line", async () => {
    const { mentor, mentee, his, hers, place, shared } = await meeting();
    await his.sessionNote.write({ ...shared, base: "", text: "Indexes\nLocks" });
    await hers.sessionNote.write({
      ...shared,
      base: "Indexes\nLocks",
      text: "Indexes\nLocks, twice\nVacuum",
    });
    expect(await his.sessionNote.read(place)).toEqual({
      lines: [
        { authorId: mentor.id, text: "Indexes" },
        { authorId: mentee.id, text: "Locks, twice" },
        { authorId: mentee.id, text: "Vacuum" },
      ],
      shared: "Indexes\nLocks, twice\nVacuum",
      own: "",
      mayWrite: true,
    });
  });

  it("keep what both write at the same moment", async () => {
    const { his, hers, place, shared } = await meeting();
    await his.sessionNote.write({ ...shared, base: "", text: "One\nTwo\nThree" });
    const base = "One\nTwo\nThree";
    await Promise.all([
      his.sessionNote.write({ ...shared, base, text: "Zero\nOne\nTwo\nThree" }),
      hers.sessionNote.write({ ...shared, base, text: "One\nTwo\nThree\nFour" }),
    ]);
    expect((await his.sessionNote.read(place)).shared).toBe("Zero\nOne\nTwo\nThree\nFour");
  });

  it("show a conflict with both versions, and save nothing", async () => {
    const { his, hers, place, shared } = await meeting();
    await his.sessionNote.write({ ...shared, base: "", text: "One" });
    await hers.sessionNote.write({ ...shared, base: "One", text: "Hers" });
    const refusal = await refusalOf(his.sessionNote.write({ ...shared, base: "One", text: "His" }));
    expect(refusal).toEqual({
      code: "STALE_VERSION",
      details: { text: "Hers", merged: "Hers\nHis" },
    });
    expect((await his.sessionNote.read(place)).shared).toBe("Hers");
    const { text } = await his.sessionNote.write({ ...shared, base: "Hers", text: "Hers\nHis" });
    expect(text).toBe("Hers\nHis");
  });

  it("are written once however often the same text is sent, and stay out of the log", async () => {
    const { his, shared, place } = await meeting();
    for (let tries = 0; tries < 2; tries++) {
      await his.sessionNote.write({ ...shared, base: "", text: "A private matter" });
    }
    const where = { targetId: place.officeSessionId, action: "sessionNote.written" };
    const events = await db.auditEvent.findMany({ where });
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events[0]?.after)).not.toContain("private matter");
  });

  it("are read by staff, written only by the two, and hidden from strangers", async () => {
    const { his, shared, place } = await meeting();
    await his.sessionNote.write({ ...shared, base: "", text: "Indexes" });
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.sessionNote.read(place)).toMatchObject({ shared: "Indexes", mayWrite: false });
    const stranger = await as(await createMentee(db));
    const write = { ...shared, base: "Indexes", text: "Vandalized" };
    expect(await refusalOf(stranger.sessionNote.read(place))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(stranger.sessionNote.write(write))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(pm.sessionNote.write(write))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("are closed when the session is cancelled", async () => {
    const { his, hers, shared, place, input } = await meeting();
    await hers.officeSession.cancel(input);
    expect(await his.sessionNote.read(place)).toMatchObject({ mayWrite: false });
    const refusal = await refusalOf(his.sessionNote.write({ ...shared, base: "", text: "Late" }));
    expect(refusal).toMatchObject({ code: "INVALID_TRANSITION" });
  });

  it("can't be longer than 10,000 characters, however they become so", async () => {
    const { his, hers, place, shared } = await meeting();
    const [first, second] = ["a".repeat(6_000), "b".repeat(6_000)];
    await his.sessionNote.write({ ...shared, base: "", text: "Middle" });
    await his.sessionNote.write({ ...shared, base: "Middle", text: `${first}\nMiddle` });
    const append = { ...shared, base: "Middle", text: `Middle\n${second}` };
    expect(await refusalOf(hers.sessionNote.write(append))).toMatchObject({
      code: "LIMIT_REACHED",
    });
    expect((await his.sessionNote.read(place)).shared).toBe(`${first}\nMiddle`);
  });

  it("lose the lines of a person who is erased, and keep the other's", async () => {
    const { mentor, his, hers, place, shared } = await meeting();
    await his.sessionNote.write({ ...shared, base: "", text: "His\nAlso his" });
    await hers.sessionNote.write({ ...shared, base: "His\nAlso his", text: "His\nHers\nAlso his" });
    const admin = await as(await createUser(db, { role: "admin" }));
    const { version } = await db.user.findUniqueOrThrow({ where: { id: mentor.id } });
    await admin.member.erase({ id: mentor.id, version, reason: "Asked for by email" });
    expect((await hers.sessionNote.read(place)).shared).toBe("Hers");
  });
});

describe("private notes", () => {
  it("are read by their author alone", async () => {
    const { his, hers, place } = await meeting();
    const own = { ...place, visibility: "private" as const };
    await his.sessionNote.write({ ...own, base: "", text: "Seems nervous" });
    await hers.sessionNote.write({ ...own, base: "", text: "Seems kind" });
    expect(await his.sessionNote.read(place)).toMatchObject({ own: "Seems nervous", shared: "" });
    expect(await hers.sessionNote.read(place)).toMatchObject({ own: "Seems kind", shared: "" });
    const pm = await as(await createUser(db, { role: "admin" }));
    expect(JSON.stringify(await pm.sessionNote.read(place))).not.toContain("Seems");
    expect(JSON.stringify(await hers.account.export())).not.toContain("nervous");
    expect(JSON.stringify(await his.account.export())).toContain("nervous");
  });

  it("keep what two tabs wrote", async () => {
    const { his, place } = await meeting();
    const own = { ...place, visibility: "private" as const };
    await his.sessionNote.write({ ...own, base: "", text: "One\nTwo" });
    await his.sessionNote.write({ ...own, base: "One\nTwo", text: "Zero\nOne\nTwo" });
    await his.sessionNote.write({ ...own, base: "One\nTwo", text: "One\nTwo\nThree" });
    expect((await his.sessionNote.read(place)).own).toBe("Zero\nOne\nTwo\nThree");
  });
});
