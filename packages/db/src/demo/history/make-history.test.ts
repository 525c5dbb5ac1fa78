import { expect, test } from "vitest";
import { makeHistory } from "./make-history.ts";
import { DAY, midnightOf } from "./meetings.ts";

const CHRISTMAS = new Date("2026-12-25T00:00:00Z").getTime();
/** Days of a whole year, on each weekday and at another time of the day. */
const days = Array.from(
  { length: 24 },
  (_, index) => new Date(CHRISTMAS + index * 16 * DAY + ((index * 7919) % 1440) * 60_000),
);

test("the same day makes the same program, at whatever hour", () => {
  const early = makeHistory(new Date("2027-03-28T00:00:00Z"), new Map());
  const late = makeHistory(new Date("2027-03-28T23:59:59Z"), new Map());
  expect(JSON.stringify(late) === JSON.stringify(early)).toBe(true);
});

test("on any day, sessions end in every way and nothing happens after that day", () => {
  for (const now of days) {
    const { sessions, events, claims, invitations } = makeHistory(now, new Map());
    const today = midnightOf(now).getTime();
    expect(sessions.length, now.toISOString()).toBeGreaterThan(330);
    expect(sessions.length).toBeLessThan(470);
    expect(new Set(sessions.map(({ status }) => status)), now.toISOString()).toEqual(
      new Set([..."requested scheduled completed cancelled declined expired no_show".split(" ")]),
    );
    expect(sessions.filter(({ disputed }) => disputed)).toHaveLength(2);
    for (const { at } of events) expect(at.getTime()).toBeLessThanOrEqual(today);
    const isOpen = ({ status }: { status: string }) => /requested|scheduled/.test(status);
    for (const session of sessions) {
      const { startsAt, createdAt = 0 } = session;
      expect(new Date(startsAt).getTime() > today).toBe(
        isOpen(session) || new Date(startsAt).getTime() > today,
      );
      expect(new Date(createdAt).getTime()).toBeLessThan(new Date(startsAt).getTime());
    }
    expect(claims).toHaveLength(2 * sessions.filter(isOpen).length);
    expect(new Set(invitations.map(({ status = "pending" }) => status))).toEqual(
      new Set(["pending", "accepted", "revoked"]),
    );
  }
});

test("the audit log tells each session as it is, step by step", () => {
  for (const now of days.slice(0, 12)) {
    const { sessions, events } = makeHistory(now, new Map());
    for (const { id, status, version, startsAt } of sessions) {
      const own = events.filter(
        ({ targetId, action }) => targetId === id && /^officeS/.test(action),
      );
      const changes = own.filter(({ action }) => action !== "officeSession.checkedIn");
      expect(changes).toHaveLength(version ?? 1);
      const statuses = changes.filter(({ action }) => action !== "officeSession.rescheduled");
      let last: unknown;
      for (const { before, after, action } of statuses) {
        if (before) expect(before, action).toMatchObject({ status: last });
        last = after && typeof after === "object" && "status" in after ? after.status : undefined;
      }
      expect(last).toBe(status);
      const [first] = own;
      expect(new Date(first?.at ?? 0).getTime()).toBeLessThan(new Date(startsAt).getTime());
    }
  }
});

test("nobody is in two places at once", () => {
  for (const now of days) {
    const held = makeHistory(now, new Map()).sessions;
    for (const party of ["mentorId", "menteeId"] as const) {
      for (const person of new Set(held.map((session) => session[party]))) {
        const times = held
          .filter((session) => session[party] === person)
          .map(({ startsAt, endsAt }) => [new Date(startsAt).getTime(), new Date(endsAt).getTime()])
          .sort(([one = 0], [other = 0]) => one - other);
        times.reduce((until, [from = 0, to = 0]) => {
          expect(from).toBeGreaterThanOrEqual(until);
          return to;
        }, 0);
      }
    }
  }
});
