import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, HOUR } from "@sundial/validators/durations";
import { expect, onTestFinished, test } from "vitest";
import { commandIn, kill, reached } from "../testing/command.ts";
import { dump } from "../testing/move.ts";
import { csvOf, programCase } from "../testing/program-case.ts";

const KEPT_BACK = 3;
const TODAY = Math.floor(Date.now() / DAY) * DAY;

/** Past sessions, some ahead, and one of somebody unknown. */
const sessions = Array.from({ length: 300 }, (_, n) => {
  const isAhead = n % 6 === 0;
  const startsAt = isAhead ? TODAY + (2 + n) * DAY : Date.UTC(2024, 0, 1, n % 20) + n * DAY;
  return {
    Nr: `s${n}`,
    Mentor: `m${1 + (n % 4)}`,
    Mentee: n === 299 ? "nobody@example.org" : `e${1 + (n % 6)}`,
    Beginn: new Date(startsAt + HOUR).toISOString(),
    Minuten: 45,
    Status: isAhead ? "geplant" : "fertig",
    Thema: `Thema "${n}"; mehr`,
    Angelegt: "2023-12-01",
  };
});
const hours = [1, 2, 3, 4].flatMap((n) =>
  ["monday", "thursday"].map((weekday) => ({
    mentor: `m${n}`,
    weekday,
    start: "9:00",
    end: "12:00",
  })),
);
const mapping = {
  delimiter: ";",
  sessions: {
    columns: {
      id: "Nr",
      mentor: "Mentor",
      mentee: "Mentee",
      startsAt: "Beginn",
      minutes: "Minuten",
      status: "Status",
      topic: "Thema",
      createdAt: "Angelegt",
    },
    statuses: { geplant: "scheduled", fertig: "completed" },
  },
  availability: { columns: { timeZone: { value: "Europe/Berlin" } } },
};

test("a program can be killed and resumed, verified, retried and rolled back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sundial-migrate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "sessions.csv"), `\uFEFF${csvOf(sessions, ";")}`);
  await writeFile(join(folder, "hours.csv"), csvOf(hours, ";").replaceAll("\n", "\r\n"));
  await writeFile(
    join(folder, "topics.jsonl"),
    '{"person":"m1","topics":["Interviews","Résumés"]}\n',
  );
  await writeFile(join(folder, "mapping.json"), JSON.stringify(mapping));
  const migrate = commandIn(folder);
  const files = [
    "--sessions",
    "sessions.csv",
    "--availability",
    "hours.csv",
    "--expertise",
    "topics.jsonl",
  ];
  const move = ["program", ...files, "--mapping", "mapping.json", "--batch-size", "20"];

  const killed = await programCase();
  const people = (await killed.target.query("SELECT FROM migration_records")).rowCount ?? 0;
  const running = migrate(killed, ...move, "--apply");
  await reached(killed, people + 1 + Math.floor(Math.random() * 250), running);
  await kill(killed, running);
  expect(await migrate(killed, ...move, "--apply").ended).toMatchObject({
    code: 2,
    output: expect.stringContaining("RUN_UNFINISHED"),
  });
  expect(await migrate(killed, ...move, "--resume").ended).toMatchObject({
    code: KEPT_BACK,
    output: expect.stringContaining("PERSON_UNKNOWN: 1"),
  });

  const undisturbed = await programCase();
  expect(await migrate(undisturbed, ...move, "--apply").ended).toMatchObject({ code: KEPT_BACK });
  expect(await dump(killed.target, WRITTEN)).toBe(await dump(undisturbed.target, WRITTEN));
  expect(await migrate(killed, "verify", ...files).ended).toMatchObject({
    code: 0,
    output: expect.stringContaining("No difference"),
  });

  await killed.db.user.create({ data: { name: "Late", email: "nobody@example.org" } });
  expect(await migrate(killed, "quarantine", "retry", ...files).ended).toMatchObject({ code: 0 });
  expect(await killed.db.officeSession.count()).toBe(300);
  expect(await migrate(killed, "report").ended).toMatchObject({ code: 0 });
  expect(await migrate(killed, "rollback").ended).toMatchObject({ code: 0 });
  expect(await killed.db.officeSession.count()).toBe(0);
  expect(await killed.db.availabilityRule.count()).toBe(0);
  expect(await killed.db.user.count()).toBe(11);
});

const WRITTEN = [
  "office_sessions",
  "time_claims",
  "availability_schedules",
  "availability_rules",
  "expertise",
];
