import { inspect } from "node:util";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { createDb } from "./client.ts";
import { constraintViolated, isRetryableConflict } from "./constraints.ts";
import { databaseFailure } from "./database-failure.ts";
import { Prisma } from "./generated/prisma/client.ts";
import { isPlainSelect } from "./plain-select.ts";
import { testDb } from "./testing/test-db.ts";

const sent: string[] = [];
const { db, url, driver } = await testDb({ onQuery: ({ sql }) => sent.push(sql) });

const NINE = new Date("2027-03-01T09:00:00Z");
const TEN = new Date("2027-03-01T10:00:00Z");
const NOON = new Date("2027-03-01T12:00:00Z");
const insertClaim = (userId: string, startsAt: Date, endsAt: Date) =>
  Prisma.sql`INSERT INTO time_claims (id, user_id, kind, starts_at, ends_at)
             VALUES (gen_random_uuid(), ${userId}, 'time_off', ${startsAt}, ${endsAt})`;

afterEach(async () => {
  await db.user.deleteMany();
});

describe("queries", () => {
  test("create, read, update and delete, including related rows", async () => {
    const ada = await person("ada");
    await db.user.update({
      where: { id: ada.id },
      data: {
        name: "Ada L.",
        timeClaims: { create: { kind: "time_off", startsAt: NINE, endsAt: NOON } },
      },
    });
    const found = await db.user.findUniqueOrThrow({
      where: { id: ada.id },
      include: { timeClaims: true },
    });
    expect(found.name).toBe("Ada L.");
    expect(found.timeClaims).toMatchObject([{ startsAt: NINE, endsAt: NOON }]);
    await db.user.delete({ where: { id: ada.id } });
    expect(await db.user.count()).toBe(0);
  });

  test("reads that Prisma generates are recognized as reads", async () => {
    const ada = await person("ada");
    sent.length = 0;
    await db.user.findMany({
      where: {
        OR: [{ id: { in: [ada.id, "x"] } }, { name: { contains: "A", mode: "insensitive" } }],
        timeClaims: { none: { startsAt: { gt: NOON } } },
      },
      include: { timeClaims: { take: 1 }, _count: { select: { timeClaims: true } } },
      orderBy: { createdAt: "desc" },
      take: 5,
    });
    await db.user.count({ where: { name: { not: "x" } } });
    await db.timeClaim.aggregate({ _max: { endsAt: true }, _count: true });
    await db.timeClaim.groupBy({ by: ["kind"], _min: { startsAt: true } });
    await db.user.findFirst({ where: { email: ada.email }, select: { id: true } });
    expect(sent.length).toBeGreaterThanOrEqual(5);
    expect(sent.filter((sql) => !isPlainSelect(sql))).toEqual([]);
  });

  test("writes that Prisma generates are not", async () => {
    sent.length = 0;
    const ada = await person("ada");
    await db.user.update({ where: { id: ada.id }, data: { name: "A" } });
    await db.user.upsert({
      where: { email: ada.email },
      create: { email: ada.email, name: "A" },
      update: { name: "B" },
    });
    await db.user.updateMany({ data: { name: "C" } });
    await db.user.deleteMany();
    const reads = sent.filter((sql) => isPlainSelect(sql));
    expect(reads.every((sql) => sql.trimStart().startsWith("SELECT"))).toBe(true);
    expect(sent.length - reads.length).toBeGreaterThanOrEqual(5);
  });
});

describe("transactions", () => {
  test("an interactive transaction that throws leaves nothing behind", async () => {
    const failing = db.$transaction(async (tx) => {
      await tx.user.create({ data: { email: "gone@example.com", name: "Gone" } });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await db.user.count()).toBe(0);
  });

  test("a client without a limit doesn't end a transaction that takes longer than ten seconds", async () => {
    const answer = await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(10.5)`;
      return tx.user.count();
    });
    expect(answer).toBe(0);
  });

  test("a committed transaction keeps everything, at the requested isolation level", async () => {
    const level = await db.$transaction(
      async (tx) => {
        await tx.user.create({ data: { email: "kept@example.com", name: "Kept" } });
        return tx.$queryRaw`SELECT current_setting('transaction_isolation') AS level`;
      },
      { isolationLevel: "Serializable" },
    );
    expect(level).toEqual([{ level: "serializable" }]);
    expect(await db.user.count()).toBe(1);
  });

  test("a batch is one transaction", async () => {
    const create = () => db.user.create({ data: { email: "twice@example.com", name: "Twice" } });
    await expect(db.$transaction([create(), create()])).rejects.toThrow();
    expect(await db.user.count()).toBe(0);
  });
});

describe("a violated constraint is named", () => {
  test("unique", async () => {
    await person("ada");
    expect(await violation(() => person("ada"))).toBe("users_email_key");
    const raw = () =>
      db.$executeRaw`INSERT INTO users (id, email, name) VALUES ('x', 'ada@example.com', 'Ada')`;
    expect(await violation(raw)).toBe("users_email_key");
  });

  test("exclusion", async () => {
    const { id: userId } = await person("ada");
    const claim = (startsAt: Date, endsAt: Date) =>
      db.timeClaim.create({ data: { userId, kind: "time_off", startsAt, endsAt } });
    await claim(NINE, TEN);
    await claim(TEN, NOON);
    expect(await violation(() => claim(NINE, NOON))).toBe("time_claims_no_overlap");
    const raw = () => db.$executeRaw(insertClaim(userId, NINE, NOON));
    expect(await violation(raw)).toBe("time_claims_no_overlap");
  });

  test("check", async () => {
    const { id: userId } = await person("ada");
    const claim = () =>
      db.timeClaim.create({ data: { userId, kind: "time_off", startsAt: NOON, endsAt: NINE } });
    expect(await violation(claim)).toBe("time_claims_range");
    const inTransaction = () =>
      db.$transaction((tx) => tx.$executeRaw(insertClaim(userId, NOON, NINE)));
    expect(await violation(inTransaction)).toBe("time_claims_range");
  });

  test("is named by the bare driver too", async () => {
    await person("ada");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const insert = client.query(
      "INSERT INTO users (id, email, name) VALUES ('x', 'ada@example.com', 'Ada')",
    );
    expect(await violation(() => insert)).toBe("users_email_key");
    await client.end();
  });

  test("other errors name no constraint", async () => {
    expect(await violation(() => db.$queryRaw`SELECT 1/0`)).toBeNull();
    const orphan = () =>
      db.timeClaim.create({
        data: { userId: "nobody", kind: "time_off", startsAt: NINE, endsAt: TEN },
      });
    expect(await violation(orphan)).toBeNull();
    const missing = () => db.user.update({ where: { id: "nobody" }, data: { name: "x" } });
    expect(await violation(missing)).toBeNull();
    for (const nothing of [null, undefined, "23505", new Error('constraint "x"'), {}]) {
      expect(constraintViolated(nothing)).toBeNull();
    }
  });
});

describe("a conflict between transactions is recognized", () => {
  test("a deadlock", async () => {
    const [ada, bob] = [await person("ada"), await person("bob")];
    const met = meeting(2);
    const inOrder = (first: string, second: string) =>
      db.$transaction(async (tx) => {
        await tx.user.update({ where: { id: first }, data: { name: "1" } });
        await met();
        await tx.user.update({ where: { id: second }, data: { name: "2" } });
      });
    const outcomes = await Promise.allSettled([inOrder(ada.id, bob.id), inOrder(bob.id, ada.id)]);
    expect(reasons(outcomes).map(isRetryableConflict)).toEqual([true]);
  });

  test.each(["model queries", "raw SQL"])("a serialization failure in %s", async (kind) => {
    await person("ada");
    const met = meeting(2);
    const addOne = (name: string) =>
      db.$transaction(
        async (tx) => {
          const count = await tx.user.count();
          await met();
          const email = `${name}-${count}@example.com`;
          if (kind === "raw SQL") {
            await tx.$executeRaw`INSERT INTO users (id, email, name) VALUES (${name}, ${email}, 'x')`;
          } else {
            await tx.user.create({ data: { email, name } });
          }
        },
        { isolationLevel: "Serializable" },
      );
    const failures = reasons(await Promise.allSettled([addOne("bob"), addOne("cy")]));
    expect(failures.map(isRetryableConflict)).toEqual([true]);
  });

  test("other errors are not", async () => {
    await person("ada");
    const error = await thrown(() => person("ada"));
    expect(isRetryableConflict(error)).toBe(false);
    expect(databaseFailure(error)).toBeNull();
  });
});

test.each([
  ["a wrong password", (it: URL) => Object.assign(it, { password: "s3cret-guess" })],
  ["a database that does not exist", (it: URL) => Object.assign(it, { pathname: "/nowhere" })],
])("%s fails at once, without naming user or password", async (_what, change) => {
  const other = createDb({ url: change(new URL(url)).href, driver });
  const begun = sent.length;
  const error = await thrown(() => other.user.count());
  expect(databaseFailure(error)).toBe("DATABASE_UNAVAILABLE");
  const shown = inspect(error, { depth: 10 });
  expect(shown).not.toContain("s3cret-guess");
  expect(shown).not.toMatch(/user "|role "/);
  expect(sent.length).toBe(begun);
  await other.$disconnect();
});

test("statements are logged without their parameters", async () => {
  sent.length = 0;
  await db.user.count({ where: { email: "private@example.com" } });
  expect(sent).toHaveLength(1);
  expect(sent.join()).not.toContain("private@example.com");
});

test("serves more concurrent queries than its pool has connections", async () => {
  const small = createDb({ url, driver, poolSize: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => small.user.count()));
  expect(answers).toEqual(Array.from({ length: 20 }, () => 0));
  await small.$disconnect();
});

function person(name: string) {
  return db.user.create({ data: { email: `${name}@example.com`, name } });
}

async function violation(work: () => Promise<unknown>) {
  return constraintViolated(await thrown(work));
}

async function thrown(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

function reasons(outcomes: PromiseSettledResult<unknown>[]) {
  return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
}

/** Resolves for everyone when all have arrived. */
function meeting(size: number) {
  let come = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come += 1;
    if (come === size) open();
    return opened;
  };
}
