import { createDb, databaseFailure } from "@sundial/db";
import { testDb } from "@sundial/db/testing";
import { expect, it } from "vitest";
import { createAuth } from "../create-auth.ts";
import { orFailure } from "./answers.ts";

const { db } = await testDb();
const baseURL = "https://sundial.test";

it("an identity endpoint answers 503 with our code while the database is unreachable", async () => {
  const away = createDb({ url: "postgresql://x:hunter2@127.0.0.1:1/nowhere", limitMs: 300 });
  const auth = createAuth({
    db: away,
    secret: "a-secret-for-tests-of-32-characters",
    baseURL,
    rateLimit: false,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const response = await auth.handler(
    new Request(`${baseURL}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: baseURL },
      body: JSON.stringify({ email: "ada@test.example", password: "a long enough password" }),
    }),
  );
  await away.$disconnect();
  const text = await response.text();
  expect({ status: response.status, ...JSON.parse(text) }).toMatchObject({
    status: 503,
    code: "DATABASE_UNAVAILABLE",
  });
  expect(text).not.toMatch(/hunter2|nowhere|127/);
});

it("a failure after something was saved leaves the outcome unknown", async () => {
  const failing = () => db.$executeRawUnsafe("DO $$ BEGIN RAISE SQLSTATE '57014'; END $$");
  const answer = (serve: () => Promise<unknown>) =>
    orFailure(
      () => {},
      async () => {
        await serve();
        return new Response();
      },
    ).then((response) => response.json());
  expect(await answer(failing)).toMatchObject({ code: "DATABASE_TIMEOUT" });
  const half = async () => {
    await db.user.create({ data: { email: "ada@test.example", name: "Ada" } });
    await failing();
  };
  expect(await answer(half)).toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(databaseFailure(new Error("something else"))).toBeNull();
});
