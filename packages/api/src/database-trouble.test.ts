import { createDb, withinTime } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import { startFaultyProxy, testDb } from "@sundial/db/testing";
import { DATABASE_TROUBLE, errorCode } from "@sundial/validators";
import type { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toWireError } from "./errors.ts";
import { callers } from "./testing/callers.ts";

// Over TCP: the proxy below breaks what it carries.
const direct = await testDb();
const proxy = await startFaultyProxy(direct.url);
const db = createDb({ url: proxy.url, driver: "pg", limitMs: 20_000 });
const { as } = callers(db);

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  proxy.become("none");
  vi.restoreAllMocks();
});
afterAll(async () => {
  await db.$disconnect();
  proxy.close();
});

/** What a client hears of a call that fails. */
async function answerOf(call: Promise<unknown>) {
  const error = await call.then(
    () => {
      throw new Error("it did not fail");
    },
    (thrown: TRPCError) => thrown,
  );
  const { code, error: words } = toWireError(error, "a-number");
  return { status: getHTTPStatusCodeFromError(error), code, words };
}

const nameOf = async (id: string) =>
  (await direct.db.user.findUniqueOrThrow({ where: { id } })).name;

async function failingInserts(state: string) {
  await direct.owner.$executeRawUnsafe(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$`);
  await direct.owner.$executeRawUnsafe(
    "CREATE TRIGGER fail BEFORE INSERT ON events EXECUTE FUNCTION fail()",
  );
}

describe("when the database fails, a change answers 503", () => {
  it.each([
    ["25006", "DATABASE_READ_ONLY"],
    ["53100", "DATABASE_FULL"],
    ["57014", "DATABASE_TIMEOUT"],
    ["53200", "DATABASE_UNAVAILABLE"],
    ["40P01", "DATABASE_UNAVAILABLE"],
  ])("after SQLSTATE %s with %s, and nothing was saved", async (state, code) => {
    const person = await createMentee(db);
    await failingInserts(state);
    const caller = await as(person);
    const answer = await answerOf(caller.account.update({ name: "Changed", timeZone: "UTC" }));
    await direct.owner.$executeRawUnsafe("DROP FUNCTION fail() CASCADE");
    expect(answer).toMatchObject({ status: 503, code });
    expect(await nameOf(person.id)).toBe(person.name);
  });

  it("with DATABASE_TIMEOUT when it runs out of time, and nothing was saved", async () => {
    const person = await createMentee(db);
    const caller = await as(person);
    const answer = await direct.owner.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE events IN ACCESS EXCLUSIVE MODE`;
      const call = withinTime(1_000, () => caller.account.update({ name: "C", timeZone: "UTC" }));
      return answerOf(call);
    });
    expect(answer).toMatchObject({ status: 503, code: "DATABASE_TIMEOUT" });
    expect(await nameOf(person.id)).toBe(person.name);
  });

  it("with OUTCOME_UNKNOWN when the answer to COMMIT is lost, because it may have been saved", async () => {
    const person = await createMentee(db);
    const caller = await as(person);
    proxy.become("cutAfterCommit");
    const answer = await answerOf(caller.account.update({ name: "Changed", timeZone: "UTC" }));
    expect(answer).toMatchObject({ status: 503, code: "OUTCOME_UNKNOWN" });
    await expect.poll(() => nameOf(person.id)).toBe("Changed");
  });

  it("a query answers DATABASE_UNAVAILABLE, as its outcome is never in doubt", async () => {
    const caller = await as(await createMentee(db));
    proxy.become("away");
    const answer = await answerOf(caller.account.me());
    expect(answer).toMatchObject({ status: 503, code: "DATABASE_UNAVAILABLE" });
  });
});

it("every database failure has a code and a message", () => {
  for (const [code, words] of Object.entries(DATABASE_TROUBLE)) {
    expect(errorCode.options).toContain(code);
    expect(words).toMatch(/\.$/);
  }
});
