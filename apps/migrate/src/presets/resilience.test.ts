import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { commandHere, commandIn, kill, reached } from "../testing/command.ts";
import { dump, rowVersions } from "../testing/move.ts";
import { database, place } from "../testing/people-case.ts";
import { ordinaryPerson, person, type Vendor } from "../testing/vendors/vendor.ts";
import { vendors } from "../testing/vendors/vendors.ts";

// Separate processes, several one after another.
vi.setConfig({ testTimeout: 180_000 });

const folder = await mkdtemp(join(tmpdir(), "sundial-migrate-"));
afterAll(() => rm(folder, { recursive: true }));
const migrate = commandIn(folder);
const here = commandHere(folder);
const KEPT_BACK = 3;

/** Ordinary people, and one pair that is quarantined. */
function peopleFor(vendor: Vendor) {
  const hasOwn = vendor.ownPassword !== undefined;
  return [
    ...Array.from({ length: 300 }, (_, index) => ordinaryPerson(index + 1, hasOwn)),
    ...[1001, 1002].map((n) => person(n, { email: "twin@example.org" })),
  ];
}

/** An export of a vendor, and the command lines that move, verify and retry it. */
async function commandsFor(vendor: Vendor) {
  const written = vendor.write(peopleFor(vendor));
  const { args, folder: files } = await place(written);
  const from = written.sql === undefined ? undefined : (await database(written.sql)).url;
  const mapping = join(files, "mapping.json");
  await writeFile(mapping, JSON.stringify(vendor.mapping));
  const move = [vendor.kind, ...args, "--mapping", mapping, "--batch-size", "20"];
  return {
    from,
    apply: [...move, "--apply"],
    resume: [...move, "--resume"],
    verify: ["verify", ...args],
    retry: ["quarantine", "retry", ...args],
  };
}

async function emptyTarget(fromUrl: string | undefined) {
  const { url: toUrl, client: target } = await database();
  return { fromUrl, toUrl, target };
}

// One shape of each command: the commands are the same for the others.
const kinds = vendors.filter(
  ([, { kind }], index) => vendors.findIndex(([, other]) => other.kind === kind) === index,
);

describe.each(kinds)("migrating from %s", (_name, vendor) => {
  test("can be killed and resumed, verified, retried and rolled back", async () => {
    const { from, apply, resume, verify, retry } = await commandsFor(vendor);
    const killed = await emptyTarget(from);
    const running = migrate(killed, ...apply);
    await reached(killed, 1 + Math.floor(Math.random() * 250), running);
    await kill(killed, running);
    expect(await here(killed, ...apply)).toMatchObject({
      code: 2,
      output: expect.stringContaining("RUN_UNFINISHED"),
    });
    const resumed = await here(killed, ...resume);
    expect(resumed).toMatchObject({ code: KEPT_BACK });

    const undisturbed = await emptyTarget(from);
    expect(await here(undisturbed, ...apply)).toMatchObject({ code: KEPT_BACK });
    const whole = await dump(undisturbed.target);
    // Rows without a time get the time of the run.
    expect(withoutRunTimes(await dump(killed.target))).toBe(withoutRunTimes(whole));

    const before = await rowVersions(killed.target);
    expect(await here(killed, ...retry)).toMatchObject({ code: KEPT_BACK });
    expect(await rowVersions(killed.target)).toEqual(before);
    expect(await here(killed, ...verify)).toMatchObject({
      code: 0,
      output: expect.stringContaining("No difference"),
    });

    // Somebody who has been here since stays.
    await killed.target.query(
      "UPDATE users SET name = 'Changed here' WHERE email = 'person2@example.org'",
    );
    expect(await here(killed, ...verify)).toMatchObject({
      code: 4,
      output: expect.stringContaining("CHANGED_IN_TARGET: 1"),
    });
    expect(await here(killed, "rollback")).toMatchObject({ code: KEPT_BACK });
    const { rows } = await killed.target.query("SELECT email FROM users");
    expect(rows).toEqual([{ email: "person2@example.org" }]);
  });
});

const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00/g;
const DIGEST = /\\\\x[0-9a-f]{64}/g;
const RUN_YEAR = String(new Date().getUTCFullYear());

/** Of rows whose source has no time of creation, the time of the run and the digest of what it is part of. */
function withoutRunTimes(text: string) {
  const hasRunTimes = [...text.matchAll(TIME)].some(([time]) => time.startsWith(RUN_YEAR));
  if (!hasRunTimes) return text;
  return text
    .replace(TIME, (time) => (time.startsWith(RUN_YEAR) ? "run" : time))
    .replace(DIGEST, "digest");
}
