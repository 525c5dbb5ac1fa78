import { createDb } from "@sundial/db";
import { createTestDatabase } from "@sundial/db/testing";
import pg from "pg";
import { onTestFinished } from "vitest";
import { type Mode, moveIn } from "../engine/move-in.ts";
import { requireRun } from "../engine/run.ts";
import { closeSessions } from "../engine/sessions.ts";
import { verifyMove } from "../engine/verify.ts";
import { peopleSource } from "../file/source.ts";
import { fileMove, presetMove } from "../presets/moves.ts";
import type { ExportPaths } from "../presets/preset.ts";
import { type PresetName, presets } from "../presets/presets.ts";
import { SECRET } from "./move.ts";
import { exportFiles } from "./pool-export.ts";
import type { Vendor, VendorExport, VendorPerson } from "./vendors/vendor.ts";

/** Options of the command line, and their names here. */
const PATHS: Record<string, keyof ExportPaths> = {
  "--users": "users",
  "--hashes": "hashes",
  "--hash-config": "hashConfig",
};

function isPreset(kind: string): kind is PresetName {
  return Object.hasOwn(presets, kind);
}

/** A database, dropped when the test is done. */
export async function database(sql = "") {
  const { url, drop } = await createTestDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  if (sql !== "") {
    // The other app's tables may be named like ours.
    await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await client.query(sql);
  }
  onTestFinished(async () => {
    await client.end();
    await drop();
  });
  return { url, client };
}

/** Writes an export, and returns where each part is, by the option of the command line. */
export async function place({ files = [] }: VendorExport) {
  const folder = await exportFiles(
    Object.fromEntries(files.map(({ name, content }) => [name, content])),
  );
  const options = files.map(({ option, name }) => [option, `${folder}/${name}`] as const);
  const paths: ExportPaths = {};
  for (const [option, path] of options) {
    const name = PATHS[option];
    if (name !== undefined) paths[name] = path;
  }
  return { folder, args: options.flat(), paths };
}

/** A vendor's export of these people, and an empty target to migrate it to. */
export async function peopleCase(
  vendor: Vendor,
  people: VendorPerson[],
  {
    mapping = vendor.mapping,
    change = (written) => written,
  }: { mapping?: object; change?: (written: VendorExport) => VendorExport } = {},
) {
  const { url: toUrl, client: target } = await database();
  const db = createDb({ url: toUrl });
  onTestFinished(() => db.$disconnect());

  async function sourceOf(now: VendorPerson[]) {
    const written = change(vendor.write(now));
    const { folder, paths } = await place(written);
    const from = written.sql === undefined ? undefined : await database(written.sql);
    const access = { ...paths, databaseUrl: from?.url, toUrl };
    const move = isPreset(vendor.kind)
      ? presetMove(vendor.kind, access, "test")
      : fileMove(access, "test");
    return { folder, move, source: peopleSource(move, { toUrl, secret: SECRET }) };
  }

  /** Migrates the people, or their state at a later time. */
  async function move(now = people, mode: Mode = "apply") {
    const { folder, source, move: kind } = await sourceOf(now);
    return moveIn(
      mode,
      {
        toUrl,
        offered: [],
        batchSize: 5,
        workers: 2,
        isStopping: () => false,
        progress: { say: () => {}, count: () => {} },
      },
      source,
      { mapping: kind.parseMapping(mapping) },
      `${folder}/report`,
    );
  }

  /** Compares the target with the people. */
  async function verify(now = people) {
    const { source } = await sourceOf(now);
    const sessions = await source.open();
    try {
      const run = await requireRun(sessions.target);
      const planOf = await source.survey(sessions, source.readOptions(run.options));
      return await verifyMove(sessions, planOf(run));
    } finally {
      await closeSessions(sessions);
    }
  }

  /** Each user row's outcome, as `outcome CODE, CODE`, by the address or position it had. */
  async function outcomes() {
    const { rows } = await target.query<{
      id: string | null;
      outcome: string;
      codes: string[];
      key: string;
    }>(
      `SELECT unplaced ->> 'id' AS id, outcome::text, codes, source_key AS key FROM migration_records
       WHERE entity = 'user' ORDER BY 1, 4`,
    );
    return rows.map(({ id, outcome, codes, key }) => ({
      n: numberIn(id ?? "") ?? numberIn(key),
      said: [outcome, codes.toSorted().join(", ")].join(" ").trim(),
    }));
  }

  return { db, target, toUrl, move, verify, outcomes, sourceOf };
}

/** The number of a person in an ID of any vendor. */
export function numberIn(id: string): number | undefined {
  const digits = /(\d+)$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
