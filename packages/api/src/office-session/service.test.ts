import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const HOUR = 60;

describe("officeSession.list and byId", () => {
  it("show people their own sessions, and strangers the same 404 as for a missing one", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const stranger = await as(await createMentee(db));
    for (const person of [mentor, mentee]) {
      const { items } = await (await as(person)).officeSession.list({});
      expect(items.map(({ id }) => id)).toEqual([session.id]);
    }
    expect((await stranger.officeSession.list({})).items).toEqual([]);
    const hidden = await refusalOf(stranger.officeSession.byId({ id: session.id }));
    const missing = await refusalOf(
      stranger.officeSession.byId({ id: "00000000-0000-7000-8000-000000000000" }),
    );
    expect(hidden).toEqual({ code: "NOT_FOUND", details: undefined });
    expect(hidden).toEqual(missing);
  });

  it("separate upcoming from past, and page without a gap while sessions arrive", async () => {
    const mentor = await createMentor(db);
    const caller = await as(mentor);
    const book = async (hour: number) =>
      (await as(await createMentee(db))).officeSession.book(
        bookingWith(mentor, {
          startsAt: minutesAfter(MONDAY_10, hour * HOUR),
          topic: `Hour ${hour}`,
        }),
      );
    for (const hour of [0, 2, 4, 6, 8]) await book(hour);

    const first = await caller.officeSession.list({ limit: 2 });
    await book(1);
    const second = await caller.officeSession.list({ limit: 2, cursor: first.nextCursor });
    const third = await caller.officeSession.list({ limit: 2, cursor: second.nextCursor });
    const topics = [first, second, third].flatMap(({ items }) => items.map(({ topic }) => topic));
    expect(topics).toEqual(["Hour 0", "Hour 2", "Hour 4", "Hour 6", "Hour 8"]);
    expect(third.nextCursor).toBeNull();

    const later = await as(mentor, { now: minutesAfter(MONDAY_10, 3.5 * HOUR) });
    const past = await later.officeSession.list({ when: "past" });
    expect(past.items.map(({ topic }) => topic)).toEqual(["Hour 2", "Hour 1", "Hour 0"]);
  });

  it("reject a foreign cursor", async () => {
    const caller = await as(await createMentee(db));
    const id = randomUUID();
    const keys = [["1", "2"], ...["0000", "9999"].map((year) => [`${year}-03-15T00:00:00Z`, id])];
    const cursors = keys.map((key) => Buffer.from(JSON.stringify(key)).toString("base64url"));
    for (const cursor of ["x", ...cursors]) {
      expect(await refusalOf(caller.officeSession.list({ cursor }))).toMatchObject({
        code: "INVALID_INPUT",
      });
    }
  });

  it("show program managers everything", async () => {
    const { session } = await bookedSession(db, as);
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.officeSession.byId({ id: session.id })).toMatchObject({ id: session.id });
  });
});
