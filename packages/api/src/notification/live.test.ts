import { randomUUID } from "node:crypto";
import { type Db, withinTime } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import { tell } from "@sundial/ledger";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { notificationFeed } from "./live.ts";

let statements = 0;
const { db, as } = await testApi({ onQuery: () => (statements += 1) });

async function signedIn() {
  const user = await createMentee(db);
  const session = await db.session.create({
    data: { userId: user.id, token: randomUUID(), expiresAt: new Date(Date.now() + DAY) },
  });
  return { user, session: { sessionId: session.id, userId: user.id } };
}

const news = (userId: string, key: string) =>
  db.$transaction((tx) =>
    tell(tx, [
      {
        kind: "member.updated",
        key,
        at: NOW,
        actorId: null,
        people: { self: userId },
        data: { role: "mentor" },
      },
    ]),
  );

/** One server, which ends with the test. */
function server(over: Db = db) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const error = vi.fn();
  const feed = notificationFeed({ db: over, log: { error }, signal: stop.signal, roundMs: 20 });
  return { feed, stop, error };
}

/** An open page: what it was told, and whether its stream has ended. */
function page(
  feed: ReturnType<typeof server>["feed"],
  session: Awaited<ReturnType<typeof signedIn>>["session"],
) {
  const left = new AbortController();
  onTestFinished(() => left.abort());
  const told: number[] = [];
  const ended = (async () => {
    for await (const { unread } of feed.follow(session, left.signal)) told.push(unread);
  })();
  return { told, ended, leave: () => left.abort() };
}

const patient = { timeout: 600_000, interval: 10 };

describe("the pages that are open", () => {
  it("are told at once, and again when something changes, on every server", async () => {
    const { user, session } = await signedIn();
    const [one, other] = [server(), server()];
    const pages = [page(one.feed, session), page(one.feed, session), page(other.feed, session)];
    await vi.waitFor(() => expect(pages.map(({ told }) => told)).toEqual([[0], [0], [0]]), patient);
    await news(user.id, "1");
    await vi.waitFor(
      () => expect(pages.map(({ told }) => told.at(-1))).toEqual([1, 1, 1]),
      patient,
    );
    await (await as(user)).notification.read({
      upTo: (await db.notification.findFirstOrThrow({ where: { userId: user.id } })).id,
    });
    await vi.waitFor(
      () =>
        expect(pages.map(({ told }) => told)).toEqual([
          [0, 1, 0],
          [0, 1, 0],
          [0, 1, 0],
        ]),
      patient,
    );
  });

  it("end with their session, their person's access, their browser and their server", async () => {
    const { feed, stop } = server();
    const [out, suspended, gone, last] = await Promise.all([
      signedIn(),
      signedIn(),
      signedIn(),
      signedIn(),
    ]);
    const pages = [out, suspended, gone, last].map(({ session }) => page(feed, session));
    await vi.waitFor(
      () => expect(pages.map(({ told }) => told)).toEqual([[0], [0], [0], [0]]),
      patient,
    );
    await db.session.delete({ where: { id: out.session.sessionId } });
    await pages[0]?.ended;
    await db.user.update({ where: { id: suspended.user.id }, data: { status: "suspended" } });
    await pages[1]?.ended;
    pages[2]?.leave();
    await pages[2]?.ended;
    expect(feed.size()).toBe(1);
    stop.abort();
    await pages[3]?.ended;
    expect(feed.size()).toBe(0);
    const late = page(feed, last.session);
    await late.ended;
    expect(late.told).toEqual([]);
  });

  it("cost one statement per round, however many they are, and none without any", async () => {
    const { feed } = server();
    const people = await Promise.all(Array.from({ length: 30 }, signedIn));
    const pages = people.map(({ session }) => page(feed, session));
    await vi.waitFor(
      () => expect(pages.every(({ told }) => told.length === 1)).toBe(true),
      patient,
    );
    statements = 0;
    let rounds = 0;
    const first = people[0];
    if (first === undefined) throw new Error("nobody is here");
    // Each news shows that a round has passed.
    for (let each = 1; each <= 5; each++) {
      await news(first.user.id, `round ${each}`);
      await vi.waitFor(() => expect(pages[0]?.told.at(-1)).toBe(each), patient);
      rounds += 1;
    }
    // Telling takes a handful of statements; thirty pages would take thirty per round.
    expect(statements / rounds).toBeLessThan(30);
    for (const { leave } of pages) leave();
    await Promise.all(pages.map(({ ended }) => ended));
    await new Promise((resolve) => setTimeout(resolve, 50));
    statements = 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(statements).toBe(0);
  });

  it("outlive the time that a request has for its statements", async () => {
    const { user, session } = await signedIn();
    const { feed } = server();
    const opened = withinTime(200, async () => page(feed, session));
    const { told } = await opened;
    await vi.waitFor(() => expect(told).toEqual([0]), patient);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await news(user.id, "later");
    await vi.waitFor(() => expect(told).toEqual([0, 1]), patient);
  });

  it("survive a database that is away for a while", async () => {
    const { user, session } = await signedIn();
    let isAway = false;
    const flaky = new Proxy(db, {
      get(target, name) {
        if (isAway && name === "$queryRaw") return () => Promise.reject(new Error("away"));
        return Reflect.get(target, name);
      },
    });
    const { feed, error } = server(flaky);
    const { told } = page(feed, session);
    await vi.waitFor(() => expect(told).toEqual([0]), patient);
    isAway = true;
    await news(user.id, "while it was away");
    await vi.waitFor(() => expect(error).toHaveBeenCalled(), patient);
    isAway = false;
    await vi.waitFor(() => expect(told).toEqual([0, 1]), patient);
  });

  it("are a person's last ten", async () => {
    const { session } = await signedIn();
    const { feed } = server();
    const pages = Array.from({ length: 11 }, () => page(feed, session));
    await pages[0]?.ended;
    await vi.waitFor(() => expect(feed.size()).toBe(10), patient);
  });

  it("are told once where nothing runs between requests", async () => {
    const told: unknown[] = [];
    for await (const state of await (await as(await createMentee(db))).notification.live()) {
      told.push(state);
    }
    expect(told).toEqual([{ unread: 0, newestId: null }]);
  });
});
