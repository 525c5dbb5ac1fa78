import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, PASSWORD } from "./testing/front-door.ts";

const { db } = await testDb();
const { post, sessionOf } = frontDoor(db);

describe("getSession", () => {
  const signedIn = async () => {
    const { email } = await createMember(db);
    const answer = await post("/sign-in/email", { email, password: PASSWORD });
    const session = await sessionOf(answer.cookie);
    if (session === null) throw new Error("sign-in gave no session");
    return { cookie: answer.cookie, session };
  };

  it("sees a suspension with the next request", async () => {
    const { cookie, session } = await signedIn();
    await db.user.update({ where: { id: session.id }, data: { status: "suspended" } });
    expect(await sessionOf(cookie)).toBeNull();
  });

  it("ends with the session, and with its time", async () => {
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
  ])("is nobody for %s", async (_case, forge) => {
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
