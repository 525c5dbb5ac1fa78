import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { CALENDAR_FEEDS_MAX } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, SITE_URL, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

describe("calendar.createFeed", () => {
  it("shows the URL once and stores only a digest", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const feed = await caller.calendar.createFeed();
    const token = /^https:\/\/sundial\.test\/api\/calendar\/feed\/([\w-]{43})\.ics$/.exec(
      feed.address,
    )?.[1];
    expect(feed.address.startsWith(SITE_URL)).toBe(true);
    expect(token).toBeDefined();

    const rows = await db.calendarFeed.findMany({ where: { userId: mentee.id } });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    const listed = await caller.calendar.feeds();
    expect(listed).toEqual([{ id: feed.id, createdAt: NOW, lastReadAt: null }]);

    const events = await db.auditEvent.findMany({ where: { targetId: feed.id } });
    expect(events).toMatchObject([
      { action: "calendarFeed.created", actorId: mentee.id, targetType: "calendarFeed" },
    ]);
    const kept = JSON.stringify([rows, listed, events.map(({ seq: _, ...event }) => event)]);
    expect(kept).not.toContain(token);
  });

  it("gives each feed its own token", async () => {
    const caller = await as(await createMentor(db));
    const feeds = [await caller.calendar.createFeed(), await caller.calendar.createFeed()];
    expect(new Set(feeds.map(({ address }) => address)).size).toBe(2);
    expect((await caller.calendar.feeds()).map(({ id }) => id).sort()).toEqual(
      feeds.map(({ id }) => id).sort(),
    );
  });

  it("limits the number of feeds even for parallel requests, and revoking one makes room", async () => {
    const caller = await as(await createMentee(db));
    const outcomes = await Promise.all(
      Array.from({ length: CALENDAR_FEEDS_MAX + 3 }, () =>
        caller.calendar.createFeed().then(
          () => "created",
          (error) => refusalOf(Promise.reject(error)).then(({ code }) => code),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(CALENDAR_FEEDS_MAX);
    expect(outcomes.filter((outcome) => outcome === "LIMIT_REACHED")).toHaveLength(3);
    const [first] = await caller.calendar.feeds();
    await caller.calendar.revokeFeed({ id: first?.id ?? "" });
    await caller.calendar.createFeed();
    expect(await caller.calendar.feeds()).toHaveLength(CALENDAR_FEEDS_MAX);
  });

  it("is not for people without sessions", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await refusalOf(pm.calendar.createFeed())).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("calendar.revokeFeed", () => {
  it("ends the feed, whether called once or twice, with one audit event", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const { id } = await caller.calendar.createFeed();
    const revoked = await caller.calendar.revokeFeed({ id });
    expect(revoked).toEqual({ id, revokedAt: NOW });
    const later = await as(mentee, { now: new Date(NOW.getTime() + MINUTE) });
    expect(await later.calendar.revokeFeed({ id })).toEqual(revoked);
    expect(await caller.calendar.feeds()).toEqual([]);
    const events = await db.auditEvent.findMany({
      where: { targetId: id },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "calendarFeed.created",
      "calendarFeed.revoked",
    ]);
  });

  it("returns the same error for another person's feed as for a missing one", async () => {
    const owner = await as(await createMentee(db));
    const { id } = await owner.calendar.createFeed();
    const other = await as(await createMentee(db));
    const refusal = await refusalOf(other.calendar.revokeFeed({ id }));
    expect(refusal).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(other.calendar.revokeFeed({ id: randomUUID() }))).toEqual(refusal);
    expect(await other.calendar.feeds()).toEqual([]);
    expect(await owner.calendar.feeds()).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { targetId: id } })).toBe(1);
  });
});
