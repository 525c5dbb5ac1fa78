import { once } from "node:events";
import { createServer } from "node:http";
import { type AppRouter, appRouter, createContext } from "@sundial/api";
import { createAuth } from "@sundial/auth";
import { createDb, type Db, type QueryEvent } from "@sundial/db";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import * as transformer from "@sundial/validators/transformer";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";

const SITE_URL = "http://localhost";

export type Site = Awaited<ReturnType<typeof startSite>>;
export type Client = Awaited<ReturnType<Site["signUp"]>>;

/**
 * The served API on a separate database: tRPC over HTTP on a free port, with sessions from real
 * cookies. `now` is the API's time.
 */
export async function startSite({
  now,
  onQuery,
}: {
  now?: () => Date;
  onQuery?: (event: QueryEvent) => void;
}) {
  await prepareTemplate();
  const database = await createTestDatabase();
  const db = createDb({ url: database.url, poolSize: 10, onQuery });
  await waitForTheDisk(db);
  const auth = createAuth({
    db,
    secret: "a-secret-for-measuring-of-32-characters",
    baseURL: SITE_URL,
    rateLimit: false,
    steadyTime: 0,
  });
  const handler = createHTTPHandler({
    router: appRouter,
    createContext: ({ req }) => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value));
      return createContext({ headers, db, auth, siteUrl: SITE_URL, now });
    },
  });
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  return {
    db,
    /** A client with the cookie of a new mentee. */
    signUp: async (name: string, timeZone = "Europe/London") => {
      const cookie = await cookieOf(auth, { name, timeZone });
      return createTRPCClient<AppRouter>({
        links: [
          httpLink({
            url: `http://127.0.0.1:${port}`,
            transformer,
            headers: { cookie },
          }),
        ],
      });
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await db.$disconnect();
      await database.drop();
    },
  };
}

/** Test databases don't wait for the disk, but a booking counts only once it is written. */
async function waitForTheDisk(db: Db) {
  await db.$executeRaw`
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database());
    END $$`;
  // The setting applies to new connections.
  await db.$disconnect();
}

async function cookieOf(
  auth: ReturnType<typeof createAuth>,
  { name, timeZone }: { name: string; timeZone: string },
) {
  const person = { email: `${name}@bench.example`, password: "a long enough password" };
  await post(auth, "/sign-up/email", { ...person, name, timeZone });
  const response = await post(auth, "/sign-in/email", person);
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  return cookies.join("; ");
}

async function post(auth: ReturnType<typeof createAuth>, path: string, body: object) {
  const response = await auth.handler(
    new Request(`${SITE_URL}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: SITE_URL },
      body: JSON.stringify(body),
    }),
  );
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}
