import { createAuth } from "@sundial/auth";
import { measureReads, type TableReads } from "@sundial/db/testing";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { appRouter } from "../../root.ts";
import { sweeps } from "../../sweeps.ts";
import { webhookSender } from "../../webhook/sender.ts";
import { NOW, SITE_URL, testApi, webhookSecrets } from "../callers.ts";
import { fillProgram } from "./fill-program.ts";
import { questionsOf } from "./questions.ts";

let statements = 0;
// One connection, which counts what it reads.
const { db, owner } = await testApi({ poolSize: 1, onQuery: () => (statements += 1) });

/** ANALYZE reads every row of tables up to 30,000, so this program's plans depend on no sample. */
const SIZE = { users: 30_000, mentors: 160, sessions: 24_000, events: 30_000 };
await fillProgram(owner, SIZE, NOW);

const auth = createAuth({
  db,
  secret: "a-secret-for-tests-of-32-characters",
  baseURL: SITE_URL,
  now: () => NOW,
});
const context = { db, auth, now: NOW };
// The first round computes every mentor's earliest slot and creates the first signing key.
for (const sweep of Object.values(sweeps)) await sweep(context);
// Also of index entries that few dead rows leave, which the first reader would otherwise remove.
await owner.$executeRaw`VACUUM (ANALYZE, INDEX_CLEANUP ON)`;
// Tables of this size are sometimes read faster by a full scan. This test checks that another way
// exists, and how many rows it reads, because an index can be scanned completely, too.
await db.$executeRaw`SET enable_seqscan = off`;
const questions = await questionsOf(db, NOW);

/**
 * Tables that grow with people and time. Mentors are few, and the directory reads all of their
 * rows.
 */
const GROWING = {
  users: SIZE.users,
  mentee_profiles: SIZE.users,
  mentee_waits: SIZE.users,
  office_sessions: SIZE.sessions,
  // Only for upcoming sessions; a page of mentors needs all of them.
  time_claims: Number.POSITIVE_INFINITY,
  events: SIZE.events,
  event_origins: SIZE.events,
  email_outbox: SIZE.sessions * 0.2,
  notifications: SIZE.sessions,
  sessions: SIZE.users / 2,
  accounts: 0,
  verifications: SIZE.users / 20,
  rate_limits: SIZE.users / 20,
  idempotency_keys: SIZE.users / 20,
  calendar_feeds: SIZE.users / 20,
  offered_minutes: SIZE.mentors * 365,
  program_days: SIZE.sessions,
  service_accounts: SIZE.users / 20,
  webhook_deliveries: SIZE.sessions * 0.4,
  webhook_attempts: SIZE.sessions * 0.4,
};

/** Growing tables that are scanned completely, or read through indexes beyond the allowed share. */
function readTooMuch(reads: Map<string, TableReads>, share: number) {
  return Object.entries(GROWING).flatMap(([table, rows]) => {
    const read = reads.get(table);
    if (read === undefined) return [];
    return read.sequentialScans > 0 || read.indexRows > 5 + rows * share
      ? [{ table, ...read }]
      : [];
  });
}

describe("a program several years old", () => {
  it("is swept without reading a whole table when nothing is due", async () => {
    for (const [name, sweep] of Object.entries(sweeps)) {
      const { reads } = await measureReads(db, async () => void (await sweep(context)));
      expect(readTooMuch(reads, 0), name).toEqual([]);
    }
  });

  it("looks for due webhooks without reading the log of those that were sent", async () => {
    const sender = webhookSender({ db, secrets: webhookSecrets, webhookHosts: [], now: () => NOW });
    const { reads } = await measureReads(db, async () => void (await sender.sendDue()));
    expect(readTooMuch(reads, 0)).toEqual([]);
  });

  it("covers every query the API answers", () => {
    const asked = new Set(questions.map(({ of }) => of));
    const router: AnyTRPCRouter = appRouter;
    const queries = Object.entries<AnyTRPCProcedure>(router._def.procedures)
      .filter(([, procedure]) => procedure._def.type === "query")
      .map(([path]) => path);
    expect(queries.filter((path) => !asked.has(path))).toEqual([]);
  });

  // Each statement is a round trip, whatever it reads, so one more must be a deliberate decision.
  it("answers each query with the agreed number of statements", async () => {
    const sent: Record<string, number> = {};
    for (const { of, about, ask } of questions) {
      // The first call may save what later ones find.
      await ask();
      statements = 0;
      await ask();
      sent[`${of}: ${about}`] = statements;
    }
    expect(sent).toMatchSnapshot();
  });

  for (const { of, about, ask } of questions) {
    it(`answers ${of} (${about}) without reading a whole table`, async () => {
      await ask();
      const { reads } = await measureReads(db, ask);
      expect(readTooMuch(reads, 0.25)).toEqual([]);
    });
  }
});
