import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, PASSWORD, rejectEventsOf } from "./testing/front-door.ts";

const { db, owner } = await testDb();
const { post, sessionOf } = frontDoor(db);

describe("getSession", () => {
  const signedIn = async () => {
    const { email } = await createMember(db);
    const answer = await post("/sign-in/email", { email, password: PASSWORD });
    const session = await sessionOf(answer.cookie);
    if (session === null) throw new Error("sign-in gave no session");
    return { cookie: answer.cookie, session };
  };

  it("sees a suspension on the next request", async () => {
    const { cookie, session } = await signedIn();
    await db.user.update({ where: { id: session.id }, data: { status: "suspended" } });
    expect(await sessionOf(cookie)).toBeNull();
  });

  it("ends with the session and when it expires", async () => {
    const { cookie, session } = await signedIn();
    await db.session.update({
      where: { id: session.credentialId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await sessionOf(cookie)).toBeNull();

    const other = await signedIn();
    expect((await post("/sign-out", {}, { cookie: other.cookie })).status).toBe(200);
    expect(await sessionOf(other.cookie)).toBeNull();
  });

  it.each([
    ["no cookie", () => ""],
    ["an empty cookie", () => "sundial.session_token="],
    ["the bare token", (cookie: string) => cookie.split(".").slice(0, 2).join(".")],
    ["another signature", (cookie: string) => `${cookie.slice(0, -6)}AAAA%3D`],
    ["another token", (cookie: string) => cookie.replace("session_token=", "session_token=x")],
    ["broken encoding", () => "sundial.session_token=%E0%A4%A.abc"],
  ])("returns nobody for %s", async (_case, forge) => {
    const { cookie } = await signedIn();
    expect(await sessionOf(forge(cookie))).toBeNull();
    expect(await sessionOf(cookie)).not.toBeNull();
  });

  it("reads session, user and status in one statement", async () => {
    const statements: string[] = [];
    const { db: counted } = await testDb({ onQuery: ({ sql }) => statements.push(sql) });
    const { cookie } = await signedIn();
    statements.length = 0;
    await frontDoor(counted).sessionOf(cookie);
    expect(statements).toHaveLength(1);
  });
});

describe("errors", () => {
  /** Like pino's, whose methods need their logger. */
  class Lines {
    readonly lines: { level: string; fields: object; message: string }[] = [];
    info = (fields: object, message: string) => this.lines.push({ level: "info", fields, message });
    warn = (fields: object, message: string) => this.lines.push({ level: "warn", fields, message });
    error(fields: object, message: string) {
      this.lines.push({ level: "error", fields, message });
    }
  }

  it("are logged with their cause and shown to nobody", async () => {
    const log = new Lines();
    const door = frontDoor(db, { log });
    const { id, email } = await createMember(db);
    await rejectEventsOf(owner, { id });
    const answer = await door.post("/sign-in/email", { email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 500, code: "INTERNAL", cookie: "" });
    expect(answer.text).not.toContain("full");
    expect(log.lines).toEqual([
      {
        level: "error",
        fields: { err: expect.objectContaining({ message: expect.stringContaining("is full") }) },
        message: "an identity endpoint failed",
      },
    ]);
  });

  it("are warnings of Better Auth when another site calls it", async () => {
    const log = new Lines();
    const headers = { origin: "https://evil.example", cookie: "sundial.session_token=x" };
    const answer = await frontDoor(db, { log }).post("/sign-out", {}, headers);
    expect(answer.status).toBe(403);
    expect(log.lines).toMatchObject([{ message: expect.stringContaining("origin") }]);
  });
});
