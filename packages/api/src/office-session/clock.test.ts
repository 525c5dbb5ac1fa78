import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { readCalendarFeed } from "../calendar/service.ts";
import { createContext, sweepOfficeSessions } from "../index.ts";
import {
  NOW,
  refusalOf,
  renewSession,
  SITE_URL,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";
import { bookedSession, bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

/** The default of the program's settings. */
const MAX_ACTIVE_SESSIONS = 5;

const DAY = 24 * 60;
const BY_HAND = { profile: { autoAccept: false, activePerMenteeCap: 1 } };
/** When a request made at NOW expires, and when a session at MONDAY_10 completes automatically. */
const EXPIRY = minutesAfter(NOW, 2 * DAY);
const COMPLETE = minutesAfter(MONDAY_10, 60 + DAY);

describe("before the sweep has run", () => {
  it("an expired request counts towards neither of a mentee's limits", async () => {
    const [mentor, mentee] = [await createMentor(db, BY_HAND), await createMentee(db)];
    const asking = await as(mentee);
    await asking.officeSession.book(bookingWith(mentor));
    const next = bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 120) });
    expect(await refusalOf(asking.officeSession.book(next))).toMatchObject({
      details: { limit: 1 },
    });
    for (let hour = 1; hour < MAX_ACTIVE_SESSIONS; hour++) {
      const other = await createMentor(db, { profile: { autoAccept: false } });
      const startsAt = minutesAfter(MONDAY_10, DAY + 60 * hour);
      await asking.officeSession.book(bookingWith(other, { startsAt }));
    }
    const elsewhere = bookingWith(await createMentor(db), {
      startsAt: minutesAfter(MONDAY_10, 240),
    });
    expect(await refusalOf(asking.officeSession.book(elsewhere))).toMatchObject({
      details: { limit: MAX_ACTIVE_SESSIONS },
    });
    const later = await as(mentee, { now: EXPIRY });
    expect(await later.officeSession.book(next)).toMatchObject({ status: "requested" });
    expect(await later.officeSession.book(elsewhere)).toMatchObject({ status: "scheduled" });
  });

  it("a session that is complete by time can be followed up", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const followUp = {
      menteeId: mentee.id,
      durationMinutes: 60,
      topic: "What became of it",
      startsAt: minutesAfter(MONDAY_10, 7 * DAY),
    };
    const early = await as(mentor, { now: new Date(COMPLETE.getTime() - 1) });
    expect(await refusalOf(early.officeSession.bookFollowUp(followUp))).toMatchObject({
      code: "NOT_FOUND",
    });
    const caller = await as(mentor, { now: COMPLETE });
    expect(await caller.officeSession.byId({ id: session.id })).toMatchObject({
      status: "completed",
    });
    expect(await caller.officeSession.bookFollowUp(followUp)).toMatchObject({
      status: "scheduled",
    });
  });

  it("everyone already sees what the sweep will write", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await (await as(mentee)).officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 7 * DAY) }),
    );
    await db.mentorProfile.update({ where: { userId: mentor.id }, data: { autoAccept: false } });
    const asked = await (await as(mentee, { now: minutesAfter(NOW, DAY) })).officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 6 * DAY) }),
    );
    const staff = await createUser(db, { role: "admin" });
    const feed = await (await as(mentee)).calendar.createFeed();
    const now = COMPLETE;

    async function seen() {
      const lists = [];
      for (const person of [mentor, mentee, staff]) {
        const { officeSession, account, availability } = await as(person, { now });
        for (const { id } of [session, asked]) lists.push(await officeSession.byId({ id }));
        for (const when of ["upcoming", "past", "awaiting"] as const) {
          lists.push((await officeSession.list({ when })).items);
        }
        lists.push((await account.export()).officeSessions);
        if (person !== mentee) {
          lists.push(await availability.sessionsOutside({ mentorId: mentor.id }));
        }
      }
      const { member, availability, mentor: directory } = await as(staff, { now });
      for (const { id } of [mentor, mentee]) {
        const { futureSessionCount, pastSessionCount } = await member.byId({ id });
        lists.push({ futureSessionCount, pastSessionCount });
        lists.push(await member.previewSuspension({ id }));
      }
      const week = { from: MONDAY_10, to: minutesAfter(MONDAY_10, 14 * DAY) };
      lists.push(await availability.openSlots({ mentorId: mentor.id, ...week }));
      lists.push(await directory.byId({ id: mentor.id }));
      const [, token = ""] = /feed\/(.+)\.ics$/.exec(feed.address) ?? [];
      const auth = {
        totpSecrets,
        unsubscribeLinks,
        webhookSecrets,
        renewSession,
        getSession: async () => null,
      };
      const headers = new Headers();
      const context = createContext({ headers, db, siteUrl: SITE_URL, now: () => now, auth });
      lists.push(sorted(await readCalendarFeed(context, token)));
      return JSON.parse(JSON.stringify(lists, withoutVersions));
    }

    const before = await seen();
    const stored = () =>
      db.officeSession.findMany({
        where: { id: { in: [session.id, asked.id] } },
        orderBy: { startsAt: "asc" },
        select: { status: true },
      });
    expect(await stored()).toEqual([{ status: "scheduled" }, { status: "requested" }]);
    await sweepOfficeSessions({ db, now });
    expect(await stored()).toEqual([{ status: "completed" }, { status: "expired" }]);
    expect(await seen()).toEqual(before);
  });
});

describe("at the exact minimum notice", () => {
  it.each([true, false])(
    "list and booking agree, with automatic approval: %s",
    async (autoAccept) => {
      const profile = { autoAccept, minNoticeMinutes: 180 };
      for (const early of [-1, 0, 1]) {
        const [mentor, mentee] = [await createMentor(db, { profile }), await createMentee(db)];
        const now = new Date(minutesAfter(MONDAY_10, -180).getTime() - early);
        const caller = await as(mentee, { now });
        const { slots } = await caller.availability.openSlots({
          mentorId: mentor.id,
          from: MONDAY_10,
          to: minutesAfter(MONDAY_10, 1),
        });
        const booking = caller.officeSession.book(bookingWith(mentor));
        const isOffered = early > 0 || (early === 0 && autoAccept);
        expect(slots).toHaveLength(isOffered ? 1 : 0);
        if (isOffered) {
          const { expiresAt } = await booking;
          expect(autoAccept || (expiresAt !== null && expiresAt > now)).toBe(true);
        } else expect(await refusalOf(booking)).toMatchObject({ code: "SLOT_NOT_OFFERED" });
      }
    },
  );
});

const withoutVersions = (key: string, value: unknown) => (key === "version" ? undefined : value);

/**
 * The lines of a calendar without those that name its version, regardless of the order of events.
 */
const sorted = (text: string) =>
  text
    .split("\r\n")
    .filter((line) => !/^(SEQUENCE|DTSTAMP|LAST-MODIFIED):/.test(line))
    .sort();
