import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { formatNumber } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import pg from "pg";
import { timed } from "./latencies.ts";
import { copyTables, migrate, tell } from "./migrate.ts";

const MENTORS = 1_000;
const MENTEES = 10_000;

/** Migrating past sessions of a program that has people: the whole command, and its memory. */
export async function measureMigrateProgram() {
  await prepareTemplate();
  const sessions = 100_000;
  console.info(`\nMoving ${formatNumber(sessions)} past sessions in`);
  const folder = await mkdtemp(join(tmpdir(), "sundial-bench-"));
  const databases = await Promise.all([1, 2].map(() => createTestDatabase()));
  const clients = databases.map(({ url }) => new pg.Client(url));
  const [to] = databases;
  const [target, elsewhere] = clients;
  if (!to || !target || !elsewhere) return;
  try {
    for (const client of clients) await client.connect();
    await target.query(PEOPLE);
    await writeFile(join(folder, "sessions.csv"), csv(sessions));
    const urls = { toUrl: to.url, folder };
    const files = ["--sessions", "sessions.csv"];

    const applied = await migrate(urls, "program", ...files, "--apply");
    tell("apply", sessions, applied.ms, applied.peakMiB, "sessions");
    await copyTables(target, elsewhere, ["users", "mentor_profiles"]);
    const copied = await timed(() =>
      copyTables(target, elsewhere, ["office_sessions", "migration_records"]),
    );
    tell("COPY of rows and records", sessions, copied.ms, undefined, "sessions");
    const verified = await migrate(urls, "verify", ...files);
    tell("verify", sessions, verified.ms, verified.peakMiB, "sessions");
    const again = await migrate(urls, "program", ...files, "--apply");
    tell("apply again, nothing new", sessions, again.ms, again.peakMiB, "sessions");
  } finally {
    for (const client of clients) await client.end();
    for (const { drop } of databases) await drop();
    await rm(folder, { recursive: true });
  }
}

const PEOPLE = `
  INSERT INTO users (id, email, name, role, updated_at)
    SELECT gen_random_uuid(), 'mentor' || n || '@example.org', 'Mentor ' || n, 'mentor', now()
    FROM generate_series(0, ${MENTORS - 1}) n;
  INSERT INTO users (id, email, name, updated_at)
    SELECT gen_random_uuid(), 'mentee' || n || '@example.org', 'Mentee ' || n, now()
    FROM generate_series(0, ${MENTEES - 1}) n;
  INSERT INTO mentor_profiles (user_id, headline, bio, languages, updated_at)
    SELECT id, 'Someone who has been there', 'Glad to help with whatever you bring.', '{en}', now()
    FROM users WHERE role = 'mentor';
  ANALYZE users`;

/** Each mentor has one session an hour, and each mentee one every ten hours. */
function csv(sessions: number) {
  const began = Date.UTC(2020, 0, 1);
  const rows = Array.from({ length: sessions }, (_, n) =>
    [
      `session-${n}`,
      `mentor${n % MENTORS}@example.org`,
      `mentee${n % MENTEES}@example.org`,
      new Date(began + Math.floor(n / MENTORS) * HOUR).toISOString(),
      "45",
      "completed",
      `How to go on after week ${n % 50}`,
      '"We look at what worked, what did not, and what to try next."',
      "2019-12-01T00:00:00Z",
    ].join(","),
  );
  const names = "id,mentor,mentee,starts_at,minutes,status,topic,agenda,created_at";
  return `${names}\n${rows.join("\n")}\n`;
}
