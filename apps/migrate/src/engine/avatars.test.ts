import { once } from "node:events";
import { createServer } from "node:http";
import { allowedHosts } from "@sundial/outside";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertUser } from "../testing/hostile-users.ts";
import { move, recordOf, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { fetchAvatars } from "./avatars.ts";
import { peopleRows } from "./remove.ts";
import { rollBackRun } from "./roll-back.ts";

const moving = await moveCase();
const { source, target, db } = moving;
afterAll(moving.end);

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Where pictures were: one that works, one that works later, and others that never do. */
const asked: string[] = [];
let isBusy = true;
const server = createServer((request, response) => {
  const path = request.url ?? "";
  asked.push(path);
  if (path.startsWith("/ok") || (path === "/later" && !isBusy)) response.end(PIXEL);
  else if (path === "/text") response.end("hello");
  else if (path === "/inside") response.writeHead(302, { location: "http://[::1]/" }).end();
  else response.writeHead(503).end();
});

const ids: Record<string, string> = {};
let site = "";
let runId = "";
const person = (id: string | undefined) => db.user.findUniqueOrThrow({ where: { id: id ?? "" } });

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  site = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const paths = ["/ok", "/ok-too", "/ok-gone", "/later", "/text", "/inside"];
  for (const path of paths) {
    const raw_user_meta_data = JSON.stringify({ name: "Ada", avatar_url: site + path });
    ids[path] = await insertUser(source, { raw_user_meta_data });
  }
  for (const picture of ["http://169.254.169.254/latest/", "javascript:alert(1)", ""]) {
    const raw_user_meta_data = JSON.stringify({ name: "Ada", picture });
    ids[picture] = await insertUser(source, { raw_user_meta_data });
  }
  runId = (await move(moving)).report.run;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const bring = (options: { again?: boolean; most?: number } = {}) => {
  const { again = false, most = Number.POSITIVE_INFINITY } = options;
  const begun = asked.length;
  return fetchAvatars(db, {
    runId,
    again,
    allowed: allowedHosts(["127.0.0.1"]),
    progress: { say: () => {}, count: () => {} },
    isStopping: () => asked.length - begun >= most,
    now: () => new Date(),
  });
};

describe("pictures of migrated people", () => {
  test("are kept as addresses, and nobody's page shows anything from there", async () => {
    const waiting = await db.avatarFetch.findMany({ orderBy: { url: "asc" } });
    expect(waiting.map(({ url }) => url.replace(site, ""))).toEqual(
      [
        "/inside",
        "/later",
        "/ok",
        "/ok-gone",
        "/ok-too",
        "/text",
        "http://169.254.169.254/latest/",
      ].toSorted(),
    );
    expect(await db.user.count({ where: { image: { not: null } } })).toBe(0);
    const record = await recordOf(target, ids["javascript:alert(1)"] ?? "");
    expect(record?.unplaced).toMatchObject({ user_metadata: { picture: "javascript:alert(1)" } });
    expect(asked).toEqual([]);
  });

  test("arrive drawn anew, and what fails is counted by reason", async () => {
    expect(await bring()).toEqual({
      stored: 3,
      waiting: 1,
      failed: { not_an_image: 1, address: 2 },
    });
    const { image } = await person(ids["/ok"]);
    const avatar = await db.avatar.findUniqueOrThrow({ where: { userId: ids["/ok"] ?? "" } });
    expect(image).toBe(`/avatars/${ids["/ok"]}?v=${avatar.digest}`);
    expect(Buffer.from(avatar.image).toString("latin1")).toMatch(/^RIFF....WEBP/s);
    const events = await db.auditEvent.findMany({ where: { action: "migration.avatarsFetched" } });
    expect(events).toMatchObject([{ targetId: runId, after: { stored: 3, address: 2 } }]);
  });

  test("that are here aren't fetched again, and one that failed by chance is", async () => {
    asked.length = 0;
    isBusy = false;
    expect(await bring()).toMatchObject({ stored: 4, waiting: 0 });
    expect(asked).toEqual(["/later"]);
    expect(await bring({ again: true })).toMatchObject({ stored: 4 });
    expect(asked.toSorted()).toEqual(["/inside", "/later", "/text"]);
  });

  test("are no difference to the source, and change with it", async () => {
    expect((await verifyLatest(moving)).faults).toEqual({});
    const change = "UPDATE auth.users SET raw_user_meta_data = $1 WHERE id = $2";
    await source.query(change, [`{"name": "Ada"}`, ids["/ok-gone"]]);
    await source.query(change, [`{"name": "Ada", "avatar_url": "${site}/ok-new"}`, ids["/ok-too"]]);
    await move(moving);
    expect(await person(ids["/ok-gone"])).toMatchObject({ image: null });
    expect(await db.avatar.count({ where: { userId: ids["/ok-gone"] ?? "" } })).toBe(0);
    asked.length = 0;
    await bring();
    expect(asked).toEqual(["/ok-new"]);
    expect((await verifyLatest(moving)).faults).toEqual({});
  });

  test("are still to be fetched when the command was stopped", async () => {
    await db.avatarFetch.updateMany({ data: { outcome: null, attempts: 0, attemptedAt: null } });
    const { waiting } = await bring({ most: 0 });
    expect(waiting).toBe(6);
    expect(await bring()).toMatchObject({ stored: 3, waiting: 0 });
  });

  test("go with their people in a rollback, and keep nobody here", async () => {
    const entities = [{ name: "user", kind: "user" as const }];
    const silent = { progress: { say: () => {}, count: () => {} }, isStopping: () => false };
    expect(await rollBackRun(target, { runId, entities, rows: peopleRows }, silent)).toMatchObject({
      kept: 0,
    });
    expect(await db.avatar.count()).toBe(0);
    expect(await db.avatarFetch.count()).toBe(0);
  });
});
