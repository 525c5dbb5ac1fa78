import { randomUUID } from "node:crypto";
import { createDb, type Db, type Prisma } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { wireError } from "@sundial/validators";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it, vi } from "vitest";
import { createContext, serveCalendarFeed, serveCalendarPage, serveSessionFile } from "../index.ts";
import { readCalendar } from "../testing/calendars.ts";
import {
  NOW,
  renewSession,
  SITE_URL,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";

const sent: string[] = [];
const { db, as } = await testApi({ onQuery: ({ sql }) => sent.push(sql) });

const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

interface DoorOptions {
  method?: string;
  now?: Date;
  database?: Db;
}

/** A request without a session, as calendar programs make it. */
function readFeed(address: string, { method = "GET", now = NOW, database = db }: DoorOptions = {}) {
  const context = createContext({
    headers: new Headers(),
    db: database,
    siteUrl: SITE_URL,
    now: () => now,
    auth: {
      totpSecrets,
      unsubscribeLinks,
      webhookSecrets,
      renewSession,
      getSession: async () => expect.fail("a feed asks for no session"),
    },
  });
  const file = new URL(address).pathname.replace("/api/calendar/feed/", "");
  return serveCalendarFeed(context, { method, file });
}

/** A request of this person, or of a visitor. */
async function readSession(person: { id: string } | null, file: string, method = "GET") {
  return serveSessionFile(await contextFor(person), { method, file });
}

async function readPage(
  person: { id: string } | null,
  asked: { id: string; page: string },
  method = "GET",
) {
  return serveCalendarPage(await contextFor(person), { method, ...asked });
}

async function contextFor(person: { id: string } | null) {
  const user = person && (await db.user.findUniqueOrThrow({ where: { id: person.id } }));
  return createContext({
    headers: new Headers(),
    db,
    siteUrl: SITE_URL,
    now: () => NOW,
    auth: {
      totpSecrets,
      unsubscribeLinks,
      webhookSecrets,
      renewSession,
      getSession: async () =>
        user && {
          ...user,
          kind: "user",
          credential: "session",
          credentialId: "test",
          expiresAt: after(DAY),
        },
    },
  });
}

function createSession(
  mentor: { id: string },
  mentee: { id: string },
  { startsAt = after(7 * DAY), ...data }: Partial<Prisma.OfficeSessionUncheckedCreateInput> = {},
) {
  const endsAt = new Date(new Date(startsAt).getTime() + HOUR);
  return db.officeSession.create({
    data: {
      mentorId: mentor.id,
      menteeId: mentee.id,
      startsAt,
      endsAt,
      blockedUntil: endsAt,
      topic: "Reading a query plan",
      mentorTimeZone: "UTC",
      menteeTimeZone: "UTC",
      createdById: mentee.id,
      ...data,
    },
  });
}

const REQUESTED = { status: "requested", expiresAt: after(HOUR) } as const;

const CANCELLED = {
  status: "cancelled",
  cancelReason: "mentee_withdrew",
  cancelledAt: NOW,
} as const;

async function people() {
  return { mentor: await createMentor(db), mentee: await createMentee(db) };
}

const uidOf = ({ id }: { id: string }) => `${id}@sundial`;

describe("a session's calendar file", () => {
  it("is for both parties and program staff, and shows nobody's address", async () => {
    const { mentor, mentee } = await people();
    const session = await createSession(mentor, mentee);
    const admin = await createUser(db, { role: "admin" });
    for (const person of [mentor, mentee, admin]) {
      const answer = await readSession(person, `${session.id}.ics`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(answer.headers.get("content-disposition")).toContain("attachment");
      const text = await answer.text();
      expect(readCalendar(text).events).toMatchObject([
        { uid: uidOf(session), status: "CONFIRMED" },
      ]);
      expect(text).not.toMatch(/@test\.example|mailto:|ORGANIZER|ATTENDEE/i);
    }
  });

  it("returns 401 for a visitor, and the same 404 for a stranger, a missing session or an invalid ID", async () => {
    const { mentor, mentee } = await people();
    const session = await createSession(mentor, mentee);
    const stranger = await createMentee(db);
    const visitor = await readSession(null, `${session.id}.ics`);
    expect(visitor.status).toBe(401);
    expect(wireError.parse(await visitor.json())).toMatchObject({ code: "UNAUTHORIZED" });

    const bodies = new Set<string>();
    const files = [`${session.id}.ics`, `${randomUUID()}.ics`, "nonsense.ics", session.id, ".ics"];
    for (const file of files) {
      const answer = await readSession(stranger, file);
      expect(answer.status, file).toBe(404);
      bodies.add(await answer.text());
    }
    expect(bodies.size).toBe(1);
  });

  it.each([
    ["google", "calendar.google.com", { text: /A question/, dates: /^\d{8}T\d{6}Z\/\d{8}T/ }],
    ["outlook", "outlook.live.com", { subject: /A question/, startdt: /^\d{4}-.*Z$/ }],
    ["office", "outlook.office.com", { subject: /A question/, enddt: /^\d{4}-.*Z$/ }],
  ])("leads to the page of %s, with title, time and place alone", async (page, host, told) => {
    const { mentor, mentee } = await people();
    const session = await createSession(mentor, mentee, {
      topic: "A question\n& more",
      agenda: "Something private",
      location: "https://meet.example/room",
    });
    const answer = await readPage(mentee, { id: session.id, page });
    expect(answer.status).toBe(302);
    const address = new URL(answer.headers.get("location") ?? "");
    expect(address.host).toBe(host);
    for (const [name, value] of Object.entries(told)) {
      expect(address.searchParams.get(name)).toMatch(value);
    }
    expect(address.searchParams.get("location")).toBe("https://meet.example/room");
    expect(address.search).toContain(encodeURIComponent(`${SITE_URL}/sessions/${session.id}`));
    expect(address.search).not.toMatch(/private|%0A|test\.example/i);
  });

  it("leads nowhere for strangers, other calendars and sessions that won't take place", async () => {
    const { mentor, mentee } = await people();
    const { id } = await createSession(mentor, mentee);
    const stranger = await createMentee(db);
    const off = await createSession(mentor, mentee, {
      startsAt: after(9 * DAY),
      status: "cancelled",
      cancelReason: "other",
      cancelledAt: NOW,
    });
    const page = "google";
    expect((await readPage(null, { id, page })).status).toBe(401);
    expect((await readPage(stranger, { id, page })).status).toBe(404);
    expect((await readPage(mentee, { id, page: "toString" })).status).toBe(404);
    expect((await readPage(mentee, { id: off.id, page })).status).toBe(404);
    expect((await readPage(mentee, { id, page }, "POST")).status).toBe(405);
  });

  it("keeps the UID and raises SEQUENCE for a move or a cancellation, which adds METHOD:CANCEL", async () => {
    const { mentor, mentee } = await people();
    const caller = await as(mentee);
    const booked = await caller.officeSession.book({
      mentorId: mentor.id,
      startsAt: new Date("2027-03-01T10:00:00Z"),
      durationMinutes: 60,
      topic: "Reading a query plan",
    });
    const { id, version } = booked;
    const read = async () => readCalendar(await (await readSession(mentee, `${id}.ics`)).text());
    const uid = uidOf(booked);
    const start = "2027-03-01T10:00:00.000Z";
    expect(await read()).toMatchObject({
      method: null,
      events: [expect.objectContaining({ uid, sequence: 0, status: "CONFIRMED", start })],
    });
    const startsAt = new Date("2027-03-02T15:00:00Z");
    const moved = await caller.officeSession.reschedule({ id, version, startsAt });
    expect(await read()).toMatchObject({
      method: null,
      events: [expect.objectContaining({ uid, sequence: 1, start: startsAt.toISOString() })],
    });
    await caller.officeSession.cancel({ id, version: moved.version });
    expect(await read()).toMatchObject({
      method: "CANCEL",
      events: [expect.objectContaining({ uid, sequence: 2, status: "CANCELLED" })],
    });
  });
});

describe("a feed", () => {
  it("contains its owner's sessions from the last 90 days on, and nobody else's", async () => {
    const { mentor, mentee } = await people();
    const other = await createMentee(db);
    const shown = [
      await createSession(mentor, mentee, { startsAt: after(-90 * DAY), status: "completed" }),
      await createSession(mentor, mentee, { startsAt: after(DAY), ...REQUESTED }),
      await createSession(mentor, mentee, { startsAt: after(300 * DAY) }),
    ];
    const tooOld = { startsAt: after(-90 * DAY - MINUTE), status: "completed" } as const;
    await createSession(mentor, mentee, tooOld);
    await createSession(mentor, other, { startsAt: after(2 * DAY) });

    const { address } = await (await as(mentee)).calendar.createFeed();
    const answer = await readFeed(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const text = await answer.text();
    expect(readCalendar(text).events.map(({ uid }) => uid)).toEqual(shown.map(uidOf));
    expect(text).not.toMatch(/@test\.example|mailto:/);
    expect(text).toContain("REFRESH-INTERVAL;VALUE=DURATION:PT1H");

    const ofMentor = await (await as(mentor)).calendar.createFeed();
    const both = readCalendar(await (await readFeed(ofMentor.address)).text()).events;
    expect(both).toHaveLength(4);
    expect(both.map(({ summary }) => summary)).toContain(
      `Reading a query plan (with ${other.name})`,
    );
  });

  it("shows cancelled sessions as cancelled for 30 days, then removes them", async () => {
    const { mentor, mentee } = await people();
    const cancelled = await createSession(mentor, mentee, {
      ...CANCELLED,
      calendarSequence: 1,
      updatedAt: after(-30 * DAY),
    });
    const declined = await createSession(mentor, mentee, { status: "declined", updatedAt: NOW });
    await createSession(mentor, mentee, { status: "expired", updatedAt: after(-30 * DAY - 1) });
    const { address } = await (await as(mentee)).calendar.createFeed();
    expect(readCalendar(await (await readFeed(address)).text()).events).toMatchObject([
      { uid: uidOf(declined), status: "CANCELLED" },
      { uid: uidOf(cancelled), status: "CANCELLED", sequence: 1 },
    ]);
  });

  it("shows an expired request as cancelled before the sweep records it", async () => {
    const { mentor, mentee } = await people();
    const request = await createSession(mentor, mentee, REQUESTED);
    const { address } = await (await as(mentor)).calendar.createFeed();
    const statusAt = async (now: Date) =>
      readCalendar(await (await readFeed(address, { now })).text()).events.map(
        ({ status }) => status,
      );
    expect(await statusAt(new Date(REQUESTED.expiresAt.getTime() - 1))).toEqual(["TENTATIVE"]);
    expect(await statusAt(REQUESTED.expiresAt)).toEqual(["CANCELLED"]);
    const stored = await db.officeSession.findUniqueOrThrow({ where: { id: request.id } });
    expect(stored.status).toBe("requested");
  });

  it("returns the same 404 when it is revoked or unknown or its owner lost access", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const feed = await caller.calendar.createFeed();
    const revoked = await caller.calendar.createFeed();
    expect((await readFeed(revoked.address)).status).toBe(200);
    await caller.calendar.revokeFeed({ id: revoked.id });

    const bodies = new Set<string>();
    const expectGone = async (address: string) => {
      const answer = await readFeed(address);
      expect(answer.status, address).toBe(404);
      bodies.add(
        JSON.stringify([...answer.headers]) + JSON.stringify(wireError.parse(await answer.json())),
      );
    };
    await expectGone(revoked.address);
    await expectGone(feed.address.replace(/[\w-]{43}/, "A".repeat(43)));
    await expectGone(feed.address.replace(/[\w-]{43}/, ""));
    await expectGone(feed.address.replace(/\.ics$/, ""));
    for (const data of [
      { status: "suspended" },
      { status: "inactive" },
      { status: "active", role: "admin" },
    ] as const) {
      await db.user.update({ where: { id: mentee.id }, data });
      await expectGone(feed.address);
    }
    expect(bodies.size).toBe(1);

    await db.user.update({ where: { id: mentee.id }, data: { role: "mentee" } });
    expect((await readFeed(feed.address)).status).toBe(200);
  });

  it("takes one identical query for every kind of 404", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const revoked = await caller.calendar.createFeed();
    await caller.calendar.revokeFeed({ id: revoked.id });
    const inactive = await createMentee(db);
    const unreadable = await (await as(inactive)).calendar.createFeed();
    await db.user.update({ where: { id: inactive.id }, data: { status: "suspended" } });
    const unknown = revoked.address.replace(/[\w-]{43}/, "B".repeat(43));

    const asked: string[][] = [];
    for (const address of [unknown, revoked.address, unreadable.address]) {
      sent.length = 0;
      expect((await readFeed(address)).status).toBe(404);
      asked.push([...sent]);
    }
    expect(asked[0]).toHaveLength(1);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
  });

  it("records when it was read, at most once an hour", async () => {
    const caller = await as(await createMentee(db));
    const { address } = await caller.calendar.createFeed();
    const lastRead = async () => (await caller.calendar.feeds())[0]?.lastReadAt;
    await readFeed(address);
    expect(await lastRead()).toEqual(NOW);
    await readFeed(address, { now: after(HOUR - 1) });
    expect(await lastRead()).toEqual(NOW);
    await readFeed(address, { now: after(HOUR) });
    expect(await lastRead()).toEqual(after(HOUR));
  });

  it("answers HEAD with headers only, and 405 to other methods", async () => {
    const { mentor, mentee } = await people();
    const { address } = await (await as(mentee)).calendar.createFeed();
    const head = await readFeed(address, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(await head.text()).toBe("");
    const session = await createSession(mentor, mentee);
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      for (const answer of [
        await readFeed(address, { method }),
        await readSession(mentee, `${session.id}.ics`, method),
      ]) {
        expect(answer.status, method).toBe(405);
        expect(answer.headers.get("allow")).toBe("GET, HEAD");
        wireError.parse(await answer.json());
      }
    }
  });

  it("answers 503 while the database is unreachable, and keeps its token out of the log", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const away = createDb({
      url: "postgresql://someone:hunter2@127.0.0.1:1/nowhere",
      connectTimeoutMs: 300,
    });
    const token = "C".repeat(43);
    const answer = await readFeed(`${SITE_URL}/api/calendar/feed/${token}.ics`, { database: away });
    await away.$disconnect();
    expect(answer.status).toBe(503);
    const { requestId, code } = wireError.parse(await answer.json());
    expect(code).toBe("DATABASE_UNAVAILABLE");
    const logged = log.mock.calls.flat().join();
    log.mockRestore();
    expect(logged).toContain(requestId);
    expect(logged).toContain("calendar.feed");
    expect(logged).not.toContain(token);
  });
});
