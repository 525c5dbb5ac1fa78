import { readFileSync } from "node:fs";
import { createMentee, createMentor } from "@sundial/db/factories";
import { servicePermission } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { endProgram } from "../examples/end-program.ts";
import { describeProcedures } from "./catalogue/describe.ts";
import { features } from "./root.ts";
import { systemCaller } from "./system-caller.ts";
import { NOW, refusalOf, testApi } from "./testing/callers.ts";
import { bookedSession, bookingWith } from "./testing/office-sessions.ts";

const { db, url, as } = await testApi();
const system = systemCaller(db, { reason: "Nightly matching", now: () => NOW });

const eventsAbout = (targetId: string) =>
  db.auditEvent.findMany({
    where: { targetId },
    orderBy: { seq: "asc" },
    select: { action: true, actorKind: true, actorId: true, actorRole: true, reason: true },
  });

const AUTOMATIC = { actorKind: "system", actorId: null, actorRole: null };

describe("the program in docs/tools.md", () => {
  const file = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

  it("is the one that runs here", () => {
    expect(file("../../../docs/tools.md")).toContain(file("../examples/end-program.ts"));
  });

  it("cancels every upcoming session, automatically and with its reason", async () => {
    const { mentor, mentee } = await bookedSession(db, as);
    expect(await endProgram(url)).toBe(1);
    const where = { mentorId: mentor.id, menteeId: mentee.id };
    const { id, status } = await db.officeSession.findFirstOrThrow({ where });
    expect(status).toBe("cancelled");
    expect((await eventsAbout(id)).at(-1)).toMatchObject({
      ...AUTOMATIC,
      reason: "The spring program ended: The program has ended. Thank you for taking part.",
    });
  });
});

describe("systemCaller", () => {
  it("books for a mentee, with emails and an event of the system", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const session = await system.officeSession.bookOnBehalf({
      ...bookingWith(mentor),
      menteeId: mentee.id,
      reason: "You were matched.",
    });
    expect(session).toMatchObject({ status: "scheduled", changeNote: "You were matched." });
    expect(await eventsAbout(session.id)).toEqual([
      {
        ...AUTOMATIC,
        action: "officeSession.booked",
        reason: "Nightly matching: You were matched.",
      },
    ]);
    expect(await db.emailOutbox.count({ where: { officeSessionId: session.id } })).toBe(2);
  });

  it("changes sessions and accounts, and records its reason", async () => {
    const { session, mentee } = await bookedSession(db, as);
    const { id, version } = session;
    await system.officeSession.cancel({ id, version, note: "The program ended." });
    expect((await eventsAbout(id)).at(-1)).toEqual({
      ...AUTOMATIC,
      action: "officeSession.cancelled",
      reason: "Nightly matching: The program ended.",
    });
    const person = await system.member.byId({ id: mentee.id });
    expect((await eventsAbout(mentee.id)).at(-1)).toEqual({
      ...AUTOMATIC,
      action: "member.viewed",
      reason: "Nightly matching",
    });
    const change = { id: mentee.id, version: person.version, reason: "Left the program" };
    await system.member.changeStatus({ ...change, status: "inactive" });
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      status: "inactive",
    });
  });

  it("keeps the rules of the product", async () => {
    const { session } = await bookedSession(db, as);
    const { id, version } = session;
    expect(await refusalOf(system.officeSession.cancel({ id, version }))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await refusalOf(system.member.byId({ id: "nobody" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("can't call what somebody does for themselves, and says so", async () => {
    const mentor = await createMentor(db);
    const booking = system.officeSession.book(bookingWith(mentor));
    await expect(booking).rejects.toThrow("The system is nobody's account");
    expect(await refusalOf(system.account.whoami())).toMatchObject({ code: "FORBIDDEN" });
    const forPeople = describeProcedures(features).filter(
      ({ permission }) => permission !== null && !servicePermission.safeParse(permission).success,
    );
    expect(forPeople.length).toBeGreaterThan(20);
    for (const { name, permission } of forPeople) {
      // The catalogue and the version, which every caller may read.
      if (permission === "identity:read") continue;
      const [feature = "", procedure = ""] = name.split(".");
      const call: unknown = Reflect.get(Reflect.get(system, feature), procedure);
      if (typeof call !== "function") throw new Error(`no procedure ${name}`);
      expect(await refusalOf(Promise.resolve(call({}))), name).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("needs a reason", () => {
    expect(() => systemCaller(db, { reason: " " })).toThrow("Say why");
  });
});
