import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";
import { dayOf } from "./today.ts";

const { db, as } = await testApi();

describe("a day by the clock of a zone", () => {
  it.each([
    ["2027-03-14T12:00:00Z", "America/New_York", "2027-03-14T05:00Z", "2027-03-15T04:00Z"],
    ["2027-11-07T12:00:00Z", "America/New_York", "2027-11-07T04:00Z", "2027-11-08T05:00Z"],
    ["2027-03-01T23:30:00Z", "Asia/Tokyo", "2027-03-01T15:00Z", "2027-03-02T15:00Z"],
    // Midnight is skipped there on that day.
    ["2018-11-04T12:00:00Z", "America/Sao_Paulo", "2018-11-04T03:00Z", "2018-11-05T02:00Z"],
  ])("at %s in %s", (now, zone, from, to) => {
    expect(dayOf(new Date(now), zone)).toEqual({ from: new Date(from), to: new Date(to) });
  });
});

describe("the sessions of today", () => {
  it("are the reader's own that overlap the day, without what was cancelled", async () => {
    const { mentor, session, input, mentee } = await bookedSession(db, as);
    const second = await (await as(mentee)).officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 180) }),
    );
    await (await as(mentee)).officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 24 * 60) }),
    );
    await bookedSession(db, as);
    const idsAt = async (now: Date, person = mentor) => {
      const { items } = await (await as(person, { now })).officeSession.today();
      return items.map(({ id }) => id);
    };
    expect(await idsAt(MONDAY_10)).toEqual([session.id, second.id]);
    expect(await idsAt(MONDAY_10, mentee)).toEqual([session.id, second.id]);
    // Over already, and still of today.
    expect(await idsAt(minutesAfter(MONDAY_10, 13 * 60))).toEqual([session.id, second.id]);
    expect(await idsAt(minutesAfter(MONDAY_10, -24 * 60))).toEqual([]);
    await (await as(mentee)).officeSession.cancel(input);
    expect(await idsAt(MONDAY_10)).toEqual([second.id]);
    const pm = await createUser(db, { role: "pm" });
    expect(await idsAt(MONDAY_10, pm)).toEqual([]);
  });

  it("follow the reader's zone, and count a session over midnight on both days", async () => {
    const mentor = await createMentor(db);
    const mentee = await createMentee(db, { timeZone: "Asia/Kolkata" });
    // 23:30 to 0:30 in Kolkata.
    const startsAt = new Date("2027-03-01T18:00:00Z");
    await (await as(mentee)).officeSession.book(bookingWith(mentor, { startsAt }));
    const countAt = async (now: string) => {
      const caller = await as(mentee, { now: new Date(now) });
      return (await caller.officeSession.today()).items.length;
    };
    expect(await countAt("2027-03-01T03:00:00Z")).toBe(1);
    expect(await countAt("2027-03-01T20:00:00Z")).toBe(1);
    expect(await countAt("2027-03-02T20:00:00Z")).toBe(0);
  });
});
