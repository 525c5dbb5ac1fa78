import { randomUUID } from "node:crypto";
import { createAuth } from "@sundial/auth";
import { createDb, type Db } from "@sundial/db";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";

export const ISSUER = "http://localhost";
export const PASSWORD = "a long enough password";

export type IdentitySite = Awaited<ReturnType<typeof startIdentity>>;

/**
 * Identity alone, on a separate database, like `/api/auth`. `steadyTime` is the minimum time in
 * milliseconds of answers that could reveal something; the product's by default.
 */
export async function startIdentity({ steadyTime }: { steadyTime?: number } = {}) {
  await prepareTemplate();
  const database = await createTestDatabase();
  const db = createDb({ url: database.url, poolSize: 10 });
  // Better Auth warns about each wrong password.
  const { warn } = console;
  console.warn = () => {};
  const auth = createAuth({
    db,
    secret: "a-secret-for-measuring-of-32-characters",
    baseURL: ISSUER,
    rateLimit: false,
    steadyTime,
  });
  return {
    db,
    auth,
    post: (path: string, body: unknown) =>
      auth.handler(
        new Request(`${ISSUER}/api/auth${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: ISSUER },
          body: JSON.stringify(body),
        }),
      ),
    close: async () => {
      console.warn = warn;
      await db.$disconnect();
      await database.drop();
    },
  };
}

/** A person whose password has this hash. */
export async function addMember(db: Db, hash: string) {
  const id = randomUUID();
  const email = `${id}@bench.example`;
  const account = { accountId: id, providerId: "credential", password: hash };
  await db.user.create({
    data: { id, name: "Bench", email, emailVerified: true, accounts: { create: account } },
  });
  return email;
}

export const newPerson = () => ({
  name: "Bench",
  email: `${randomUUID()}@bench.example`,
  password: PASSWORD,
  timeZone: "Europe/London",
});
