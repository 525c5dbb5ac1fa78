import { sweeps } from "@sundial/api";
import { fillProgram, questionsOf } from "@sundial/api/testing/scale";
import { createAuth } from "@sundial/auth";
import { createDb, type Db } from "@sundial/db";
import { createTestDatabase, measureReads, type TableReads } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { formatNumber } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { timed } from "./latencies.ts";

const SIZE = { users: 100_000, mentors: 2_000, sessions: 300_000, events: 1_000_000 };
const ROUNDS = 15;

/**
 * Every list, search and single read, and every part of the minute sweep with nothing due, in a
 * program that has run for years: time, statements, and rows and 8 kB blocks read. Rows and blocks
 * are Postgres's own counts, so they are the same on a busy machine.
 */
export async function measureScale() {
  console.info(
    `\nScale: ${Object.entries(SIZE)
      .map(([what, count]) => `${formatNumber(count)} ${what}`)
      .join(", ")}`,
  );
  await prepareTemplate();
  const database = await createTestDatabase();
  let statements = 0;
  // One connection, which counts what it reads.
  const db = createDb({
    url: database.url,
    poolSize: 1,
    onQuery: ({ sql }) => {
      if (sql !== "BEGIN" && sql !== "COMMIT") statements++;
    },
  });
  try {
    const now = new Date(Math.floor(Date.now() / HOUR) * HOUR);
    const { ms } = await timed(() => fillProgram(db, SIZE, now));
    console.info(`  filled in ${(ms / 1000).toFixed(0)} s`);
    const parts = sweepsOf(db, now);
    // The first round computes every mentor's earliest slot and creates the first key.
    for (const sweep of Object.values(parts)) await sweep();
    await db.$executeRaw`VACUUM ANALYZE`;

    const measure = (name: string, work: () => Promise<unknown>) =>
      measureOne(db, name, { work, count: () => statements });
    console.info(
      `\n  ${"".padEnd(NAME)}  fastest  median     max ms  statements    rows  blocks  whole`,
    );
    for (const [name, sweep] of Object.entries(parts)) await measure(`sweep: ${name}`, sweep);
    await measure("sweep: all of it", async () => {
      for (const sweep of Object.values(parts)) await sweep();
    });
    for (const { of, about, ask } of await questionsOf(db, now)) {
      await measure(`${of}: ${about}`, ask);
    }
  } finally {
    await db.$disconnect();
    await database.drop();
  }
}

function sweepsOf(db: Db, now: Date) {
  const secret = "a-secret-for-measuring-of-32-characters";
  const auth = createAuth({
    db,
    secret,
    baseURL: "http://localhost",
  });
  return Object.fromEntries(
    Object.entries(sweeps).map(([name, sweep]) => [name, () => sweep({ db, auth, now })]),
  );
}

const NAME = 62;

interface Measured {
  work: () => Promise<unknown>;
  /** Statements sent so far. */
  count: () => number;
}

async function measureOne(db: Db, name: string, { work, count }: Measured) {
  await work();
  const times: number[] = [];
  let statements = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = count();
    times.push((await timed(work)).ms);
    statements = count() - before;
  }
  const { reads } = await measureReads(db, work);
  times.sort((a, b) => a - b);
  const [median, max] = [times[Math.floor(ROUNDS / 2)] ?? 0, times.at(-1) ?? 0];
  const tables = [...reads.values()];
  const rows = sum(tables, ({ sequentialRows, indexRows }) => sequentialRows + indexRows);
  const blocks = sum(tables, (table) => table.blocks);
  const columns = [
    name.slice(0, NAME).padEnd(NAME),
    (times[0] ?? 0).toFixed(1).padStart(8),
    median.toFixed(1).padStart(7),
    max.toFixed(1).padStart(10),
    String(statements).padStart(11),
    String(rows).padStart(7),
    String(blocks).padStart(7),
    wholeTables(reads),
  ];
  console.info(`  ${columns.join(" ")}`);
}

const sum = (tables: TableReads[], read: (table: TableReads) => number) =>
  tables.reduce((total, table) => total + read(table), 0);

/** Tables of more than a page or two that were scanned completely. */
function wholeTables(reads: Map<string, TableReads>): string {
  const whole = [...reads].filter(([, { sequentialRows }]) => sequentialRows > 100);
  return whole.map(([table]) => ` ${table}`).join("");
}
