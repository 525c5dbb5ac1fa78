import { testDb } from "@sundial/db/testing";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, PASSWORD } from "../testing/front-door.ts";

const { db } = await testDb();

/** A session of someone, and what becomes of it when it is in use so many days later. */
async function sessionAsked(days: number[], data: Parameters<typeof createMember>[1] = {}) {
  const user = await createMember(db);
  const started = Date.now();
  const at = (day: number) => frontDoor(db, { now: () => new Date(started + day * DAY) });
  const { cookie } = await at(0).post("/sign-in/email", { email: user.email, password: PASSWORD });
  await db.user.update({ where: { id: user.id }, data: { status: data.status ?? "active" } });
  const answers = [];
  for (const day of days) answers.push(await at(day).post("/prolong-session", {}, { cookie }));
  const session = await db.session.findFirstOrThrow({ where: { userId: user.id } });
  const lives = Math.round((session.expiresAt.getTime() - started) / DAY);
  return { answers, lives, prolonged: answers.map(({ text }) => text.includes("true")) };
}

describe("an active session", () => {
  it("is extended to its full duration at most once a day, together with its cookie", async () => {
    const { answers, lives, prolonged } = await sessionAsked([0.9, 3, 3.9]);
    expect(prolonged).toEqual([false, true, false]);
    expect(lives).toBe(10);
    expect(answers[1]?.setCookie.join()).toMatch(/session_token=.*Max-Age=604800/i);
    expect(answers[0]?.setCookie).toEqual([]);
  });

  it("records the language of a browser that signed in before it was stored", async () => {
    const user = await createMember(db);
    const { cookie } = await frontDoor(db).post("/sign-in/email", {
      email: user.email,
      password: PASSWORD,
    });
    const later = frontDoor(db, { now: () => new Date(Date.now() + 3 * DAY) });
    const prolong = async (language: string) => {
      await later.post("/prolong-session", {}, { cookie, "accept-language": language });
      return db.user.findUniqueOrThrow({ where: { id: user.id }, select: { locale: true } });
    };
    expect(await prolong("sv-SE")).toEqual({ locale: "sv-SE" });
    expect(await prolong("en-GB")).toEqual({ locale: "sv-SE" });
  });

  it("is not extended after it expires", async () => {
    expect(await sessionAsked([7])).toMatchObject({ lives: 7, prolonged: [false] });
  });

  it("ends eventually, however much it is used", async () => {
    const { lives } = await sessionAsked([6, 12, 18, 24, 29, 35]);
    expect(lives).toBe(36);
  });

  it("is not extended for a suspended person", async () => {
    expect(await sessionAsked([3], { status: "suspended" })).toMatchObject({
      lives: 7,
      prolonged: [false],
    });
  });

  it("is not found without one of our cookies", async () => {
    const door = frontDoor(db);
    for (const cookie of ["", "sundial.session_token=forged.signature"]) {
      const answer = await door.post("/prolong-session", {}, { cookie });
      expect(answer).toMatchObject({ status: 200, text: '{"prolonged":false}', setCookie: [] });
    }
  });
});
