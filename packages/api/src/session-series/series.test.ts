import { randomUUID } from "node:crypto";
import { createMentee, createMentor } from "@sundial/db/factories";
import { seriesConflict } from "@sundial/validators";
import { afterEach, describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import {
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { outcomesOf } from "../testing/races.ts";
import { mondays, peopleWhoMet, SERIES } from "../testing/session-series.ts";

const { db, owner, as } = await testApi();

const DAY = 1440;
const reason = "Agreed on at the kick-off";

afterEach(async () => {
  await expectPromisesKept(db);
});

const written = async (mentorId: string) => ({
  sessions: await db.officeSession.count({ where: { mentorId, startsAt: { gt: NOW } } }),
  claims: await db.timeClaim.count({ where: { userId: mentorId } }),
});

describe("sessionSeries.preview", () => {
  it("keeps the mentor's local time over a clock change, and writes nothing", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as, {
      timeZone: "America/New_York",
      hours: [{ startMinute: 540, endMinute: 600 }],
    });
    const preview = await byMentor.sessionSeries.preview({
      menteeId: mentee.id,
      // Nine o'clock in New York, whose clocks go forward on March 14.
      startsAt: new Date("2027-03-01T14:00:00Z"),
      durationMinutes: 60,
      everyWeeks: 1,
      count: 4,
    });
    expect(preview.timeZone).toBe("America/New_York");
    expect(preview.occurrences).toEqual(
      ["2027-03-01T14", "2027-03-08T14", "2027-03-15T13", "2027-03-22T13"].map((hour) => ({
        startsAt: new Date(`${hour}:00:00Z`),
        reasons: [],
        alternatives: [],
      })),
    );
    expect(await written(mentor.id)).toEqual({ sessions: 0, claims: 0 });
  });

  it("says why a session can't be booked, with open starts nearby", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as, {
      hours: [{ startMinute: 600, endMinute: 720 }],
    });
    const [, second, third] = mondays(4);
    if (second === undefined || third === undefined) throw new Error("no Mondays");
    await (await as(await createMentee(db))).officeSession.book(
      bookingWith(mentor, { startsAt: second }),
    );
    await db.timeOff.create({
      data: {
        mentorId: mentor.id,
        startsAt: minutesAfter(third, -DAY),
        endsAt: minutesAfter(third, DAY),
      },
    });
    const { occurrences } = await byMentor.sessionSeries.preview({
      menteeId: mentee.id,
      startsAt: MONDAY_10,
      durationMinutes: 60,
      everyWeeks: 1,
      count: 4,
    });
    expect(occurrences.map(({ reasons }) => reasons)).toEqual([
      [],
      ["MENTOR_BUSY"],
      ["TIME_OFF"],
      [],
    ]);
    expect(occurrences[1]?.alternatives).toEqual([
      minutesAfter(second, -DAY),
      minutesAfter(second, -DAY + 60),
      minutesAfter(second, 60),
    ]);
    expect(occurrences[2]?.alternatives).not.toEqual([]);
  });

  it("is for mentors who have met the mentee, and for staff", async () => {
    const { mentor, mentee, byMentee, byStaff } = await peopleWhoMet(db, as);
    const input = {
      menteeId: mentee.id,
      startsAt: MONDAY_10,
      durationMinutes: 60,
      everyWeeks: 2 as const,
      count: 2,
    };
    const stranger = await as(await createMentor(db));
    expect(await refusalOf(stranger.sessionSeries.preview(input))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(byMentee.sessionSeries.preview(input))).toMatchObject({
      code: "FORBIDDEN",
    });
    const other = await createMentor(db);
    const { occurrences } = await byStaff.sessionSeries.previewOnBehalf({
      ...input,
      mentorId: other.id,
    });
    expect(occurrences.map(({ startsAt }) => startsAt)).toEqual([
      MONDAY_10,
      minutesAfter(MONDAY_10, 14 * DAY),
    ]);
    expect(
      await refusalOf(byMentee.sessionSeries.previewOnBehalf({ ...input, mentorId: mentor.id })),
    ).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("sessionSeries.book", () => {
  it("makes a session of its own for each time, in one group of events", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as);
    const startsAt = mondays(6);
    const { seriesId, sessions } = await byMentor.sessionSeries.book({
      ...SERIES,
      menteeId: mentee.id,
      // Any order will do.
      startsAt: [...startsAt].reverse(),
    });
    expect(sessions.map((each) => [each.startsAt, each.seriesNumber, each.status])).toEqual(
      startsAt.map((start, index) => [start, index + 1, "scheduled"]),
    );
    expect(sessions.every((each) => each.seriesId === seriesId && each.seriesSize === 6)).toBe(
      true,
    );
    const events = await db.auditEvent.findMany({ where: { groupId: seriesId } });
    expect(events.map(({ action, targetId }) => [action, targetId]).sort()).toEqual(
      sessions.map(({ id }) => ["officeSession.booked", id]).sort(),
    );
    expect(events[0]?.after).toMatchObject({ seriesId, mentorId: mentor.id });
  });

  it("books nothing when one time is gone, and names each that is", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as);
    const startsAt = mondays(3);
    const rival = await as(await createMentee(db));
    const taken = startsAt[1] ?? MONDAY_10;
    await rival.officeSession.book(bookingWith(mentor, { startsAt: taken }));
    const before = await written(mentor.id);
    const refusal = await refusalOf(
      byMentor.sessionSeries.book({ ...SERIES, menteeId: mentee.id, startsAt }),
    );
    expect(refusal.code).toBe("SERIES_UNAVAILABLE");
    const { occurrences } = seriesConflict.parse(refusal.details);
    expect(occurrences).toMatchObject([{ startsAt: taken, reasons: ["MENTOR_BUSY"] }]);
    expect(occurrences[0]?.alternatives).toHaveLength(3);
    expect(await written(mentor.id)).toEqual(before);
    expect(await db.emailOutbox.count({ where: { recipient: mentee.email } })).toBe(0);
    // An alternative in its place works.
    const instead = occurrences[0]?.alternatives[0] ?? MONDAY_10;
    const chosen = startsAt.map((start) => (start === taken ? instead : start));
    const { sessions } = await byMentor.sessionSeries.book({
      ...SERIES,
      menteeId: mentee.id,
      startsAt: chosen,
    });
    expect(sessions).toHaveLength(3);
  });

  it("refuses a time that is named twice", async () => {
    const { mentee, byMentor } = await peopleWhoMet(db, as);
    const startsAt = [MONDAY_10, MONDAY_10];
    const refusal = await refusalOf(
      byMentor.sessionSeries.book({ ...SERIES, menteeId: mentee.id, startsAt }),
    );
    expect(seriesConflict.parse(refusal.details).occurrences).toMatchObject([
      { startsAt: MONDAY_10, reasons: ["MENTOR_BUSY", "MENTEE_BUSY"] },
    ]);
  });

  it("counts each session toward the mentor's caps, also those of the same series", async () => {
    const { mentee, byMentor } = await peopleWhoMet(db, as, { profile: { weeklyCap: 1 } });
    const tuesday = minutesAfter(MONDAY_10, DAY);
    const refusal = await refusalOf(
      byMentor.sessionSeries.book({
        ...SERIES,
        menteeId: mentee.id,
        startsAt: [MONDAY_10, tuesday],
      }),
    );
    expect(seriesConflict.parse(refusal.details).occurrences).toMatchObject([
      { startsAt: tuesday, reasons: ["WEEKLY_CAP"] },
    ]);
    await byMentor.sessionSeries.book({ ...SERIES, menteeId: mentee.id, startsAt: mondays(2) });
    const other = await as(await createMentee(db));
    const mentorId = (await byMentor.account.me()).id;
    expect(
      await refusalOf(
        other.officeSession.book(bookingWith({ id: mentorId }, { startsAt: tuesday })),
      ),
    ).toMatchObject({ code: "SLOT_UNAVAILABLE" });
  });

  it("counts as one toward the mentee's limits while one of its sessions is ahead", async () => {
    const { mentor, mentee, byMentor, byMentee } = await peopleWhoMet(db, as, {
      profile: { activePerMenteeCap: 2 },
    });
    const book = (startsAt: Date) =>
      byMentee.officeSession.book(bookingWith(mentor, { startsAt: minutesAfter(startsAt, 120) }));
    const { sessions } = await byMentor.sessionSeries.book({
      ...SERIES,
      menteeId: mentee.id,
      startsAt: mondays(4),
    });
    await book(MONDAY_10);
    const tuesday = minutesAfter(MONDAY_10, DAY);
    expect(await refusalOf(book(tuesday))).toMatchObject({ code: "LIMIT_REACHED" });
    const second = { ...SERIES, menteeId: mentee.id };
    expect(
      await refusalOf(
        byMentor.sessionSeries.book({ ...second, startsAt: mondays(2, minutesAfter(tuesday, 0)) }),
      ),
    ).toMatchObject({ code: "LIMIT_REACHED" });
    for (const { id, version } of sessions.slice(1)) {
      await byMentee.officeSession.cancel({ id, version });
    }
    expect(await refusalOf(book(tuesday))).toMatchObject({ code: "LIMIT_REACHED" });
    const [first] = sessions;
    if (first === undefined) throw new Error("no session");
    await byMentee.officeSession.cancel({ id: first.id, version: first.version });
    await book(tuesday);
  });

  it("returns the same series to retries, and rejects the key for other times", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as);
    const input = {
      ...SERIES,
      menteeId: mentee.id,
      startsAt: mondays(3),
      idempotencyKey: randomUUID(),
    };
    const answers = await Promise.all([1, 2, 3].map(() => byMentor.sessionSeries.book(input)));
    expect(new Set(answers.map(({ seriesId }) => seriesId)).size).toBe(1);
    expect(answers[1]).toEqual(answers[0]);
    expect(await written(mentor.id)).toMatchObject({ sessions: 3 });
    expect(
      await refusalOf(byMentor.sessionSeries.book({ ...input, startsAt: mondays(2) })),
    ).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
      details: { seriesId: answers[0]?.seriesId },
    });
  });

  it("is only for mentors who have met the mentee", async () => {
    const { mentee, byMentee } = await peopleWhoMet(db, as);
    const input = { ...SERIES, menteeId: mentee.id, startsAt: mondays(2) };
    const stranger = await as(await createMentor(db));
    expect(await refusalOf(stranger.sessionSeries.book(input))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(byMentee.sessionSeries.book(input))).toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("sessionSeries.bookOnBehalf", () => {
  it("asks a mentor who approves by hand about each session", async () => {
    const { mentor, mentee, byMentor, byStaff } = await peopleWhoMet(db, as, {
      profile: { autoAccept: false },
    });
    const { sessions } = await byStaff.sessionSeries.bookOnBehalf({
      ...SERIES,
      mentorId: mentor.id,
      menteeId: mentee.id,
      startsAt: mondays(2),
      reason,
    });
    expect(sessions.map(({ status }) => status)).toEqual(["requested", "requested"]);
    const [first, second] = sessions;
    if (first === undefined || second === undefined) throw new Error("no sessions");
    await byMentor.officeSession.approve({ id: first.id, version: 1 });
    await byMentor.officeSession.decline({ id: second.id, version: 1 });
    const { sessions: now } = await byMentor.sessionSeries.bySession({ officeSessionId: first.id });
    expect(now.map(({ number, status }) => [number, status])).toEqual([
      [1, "scheduled"],
      [2, "declined"],
    ]);
  });

  it("needs two different people", async () => {
    const { mentor, byStaff } = await peopleWhoMet(db, as);
    const input = {
      ...SERIES,
      mentorId: mentor.id,
      menteeId: mentor.id,
      startsAt: mondays(2),
      reason,
    };
    expect(await refusalOf(byStaff.sessionSeries.bookOnBehalf(input))).toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

describe("a session of a series", () => {
  it("is moved and cancelled alone, and shows the others", async () => {
    const { mentee, byMentor, byMentee } = await peopleWhoMet(db, as);
    const { sessions } = await byMentor.sessionSeries.book({
      ...SERIES,
      menteeId: mentee.id,
      startsAt: mondays(3),
    });
    const [first, second, third] = sessions;
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error("no sessions");
    }
    const startsAt = minutesAfter(third.startsAt, DAY);
    await byMentee.officeSession.reschedule({ id: first.id, version: 1, startsAt });
    await byMentee.officeSession.cancel({ id: second.id, version: 1 });
    const series = await byMentee.sessionSeries.bySession({ officeSessionId: third.id });
    expect(series.sessions).toMatchObject([
      { id: first.id, number: 1, startsAt, status: "scheduled" },
      { id: second.id, number: 2, status: "cancelled" },
      { id: third.id, number: 3, startsAt: third.startsAt, status: "scheduled" },
    ]);
    const stranger = await as(await createMentor(db));
    expect(
      await refusalOf(stranger.sessionSeries.bySession({ officeSessionId: third.id })),
    ).toMatchObject({ code: "NOT_FOUND" });
  });

  it("that was booked alone has no series", async () => {
    const { mentor, byMentee } = await peopleWhoMet(db, as);
    const { id } = await byMentee.officeSession.book(bookingWith(mentor));
    expect(await byMentee.sessionSeries.bySession({ officeSessionId: id })).toEqual({
      sessions: [],
    });
  });
});

describe("at once", () => {
  it("of two series and a booking that want the same time, one succeeds, and none is half booked", async () => {
    for (let round = 0; round < 3; round++) {
      const { mentor, mentee, byMentor, byStaff } = await peopleWhoMet(db, as);
      const [other, single] = [await createMentee(db), await createMentee(db)];
      const startsAt = mondays(4);
      const last = startsAt.at(-1) ?? MONDAY_10;
      const outcomes = await outcomesOf([
        () => byMentor.sessionSeries.book({ ...SERIES, menteeId: mentee.id, startsAt }),
        () =>
          byStaff.sessionSeries.bookOnBehalf({
            ...SERIES,
            mentorId: mentor.id,
            menteeId: other.id,
            startsAt: mondays(2, minutesAfter(last, -7 * DAY)),
            reason,
          }),
        async () => (await as(single)).officeSession.book(bookingWith(mentor, { startsAt: last })),
      ]);
      expect(outcomes.filter((each) => each === "ok")).toHaveLength(1);
      const { sessions } = await written(mentor.id);
      expect(sessions).toBe([4, 2, 1][outcomes.indexOf("ok")]);
    }
  });

  it("the exclusion constraint decides against a claim that the engine couldn't see", async () => {
    const { mentor, mentee, byMentor } = await peopleWhoMet(db, as);
    const startsAt = mondays(3);
    const taken = startsAt[2] ?? MONDAY_10;
    const { booking } = await db.$transaction(async (tx) => {
      await tx.timeClaim.create({
        data: {
          userId: mentee.id,
          kind: "hold",
          startsAt: taken,
          endsAt: minutesAfter(taken, 30),
          expiresAt: minutesAfter(NOW, 60),
        },
      });
      const outcome = refusalOf(
        byMentor.sessionSeries.book({ ...SERIES, menteeId: mentee.id, startsAt }),
      );
      // It waits for this transaction at the third claim.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { booking: outcome };
    });
    const refusal = await booking;
    expect(refusal.code).toBe("SERIES_UNAVAILABLE");
    expect(seriesConflict.parse(refusal.details).occurrences).toMatchObject([
      { startsAt: taken, reasons: ["MENTEE_BUSY"] },
    ]);
    expect(await written(mentor.id)).toEqual({ sessions: 0, claims: 0 });
    await db.timeClaim.deleteMany({ where: { userId: mentee.id } });
  });
});

describe("the database", () => {
  it("keeps a series whole: its columns, its places and its people", async () => {
    const { mentee, byMentor } = await peopleWhoMet(db, as);
    const { seriesId, sessions } = await byMentor.sessionSeries.book({
      ...SERIES,
      menteeId: mentee.id,
      startsAt: mondays(2),
    });
    const id = sessions[0]?.id;
    const other = await createMentee(db);
    for (const [data, constraint] of [
      [{ seriesId: null }, "office_sessions_series_complete"],
      [{ seriesNumber: 3 }, "office_sessions_series_place"],
      [{ seriesSize: 9 }, "office_sessions_series_place"],
      [{ menteeId: other.id }, "office_sessions_series_people"],
    ] as const) {
      await expect(owner.officeSession.update({ where: { id }, data })).rejects.toThrow(constraint);
    }
    await expect(
      owner.officeSession.update({ where: { id }, data: { seriesNumber: 2 } }),
    ).rejects.toThrow();
    expect(await db.officeSession.count({ where: { seriesId } })).toBe(2);
  });
});
