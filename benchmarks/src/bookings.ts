import { once } from "node:events";
import { createServer } from "node:http";
import { type AppRouter, appRouter, createContext } from "@sundial/api";
import { createAuth } from "@sundial/auth";
import { createDb, type Db } from "@sundial/db";
import { createMentor } from "@sundial/db/factories";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { MAX_ACTIVE_SESSIONS } from "@sundial/validators";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import superjson from "superjson";

const CLIENTS = 50;
/** Each client books for several mentees in turn, since one may have only so many sessions ahead. */
const MENTEES_EACH = 4;
const HALF_HOUR = 30 * 60_000;
const SITE = "http://localhost";

type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

/**
 * Bookings over tRPC and HTTP with cookies, fifty clients at once: all with one mentor, then each
 * with a mentor of their own. Server, clients and Postgres share the machine.
 */
export async function measureBookings() {
  console.info(
    `\nBookings: ${CLIENTS} clients, tRPC over HTTP, session cookie, one server process`,
  );
  await prepareTemplate();
  const database = await createTestDatabase();
  const db = createDb({ url: database.url, poolSize: 10 });
  const auth = createAuth({
    db,
    secret: "a-secret-for-measuring-of-32-characters",
    baseURL: SITE,
    rateLimit: false,
    audit: async () => {},
  });
  const site = await serve(db, auth);
  try {
    const cookies = await signUp(auth, CLIENTS * MENTEES_EACH * 2);
    await giveProfiles(db);
    const clients = cookies.map((cookie) => clientOf(site.url, cookie));
    const half = clients.length / 2;
    await run("one mentor", db, { clients: clients.slice(0, half), mentors: 1 });
    await run("fifty mentors", db, { clients: clients.slice(half), mentors: CLIENTS });
  } finally {
    site.close();
    await db.$disconnect();
    await database.drop();
  }
}

async function run(
  name: string,
  db: Db,
  { clients, mentors: count }: { clients: Client[]; mentors: number },
) {
  const profile = { durations: [30] };
  const mentors = await Promise.all(
    Array.from({ length: count }, () => createMentor(db, { profile })),
  );
  const first = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000;
  const latencies: number[] = [];
  let next = 0;

  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, worker) => {
      for (const client of clients.slice(worker * MENTEES_EACH, (worker + 1) * MENTEES_EACH)) {
        for (let booking = 0; booking < MAX_ACTIVE_SESSIONS; booking++) {
          const slot = next++;
          const mentor = mentors[worker % mentors.length];
          if (mentor === undefined) throw new Error("no mentor to book");
          const sent = performance.now();
          await client.officeSession.book.mutate({
            mentorId: mentor.id,
            startsAt: new Date(first + slot * HALF_HOUR),
            durationMinutes: 30,
            topic: "A question",
          });
          latencies.push(performance.now() - sent);
        }
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;

  latencies.sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) =>
    (latencies[Math.floor(latencies.length * share)] ?? Number.NaN).toFixed(0).padStart(5),
  );
  const rate = (latencies.length / seconds).toFixed(0).padStart(5);
  console.info(
    `  ${name.padEnd(16)}${latencies.length} bookings ${rate}/s   p50 ${p50}   p95 ${p95}   p99 ${p99} ms   ${await proof(db)}`,
  );
}

/** What the database says afterwards. */
async function proof(db: Db): Promise<string> {
  const [found] = await db.$queryRaw<{ overlaps: bigint; unclaimed: bigint }[]>`
    SELECT (SELECT count(*) FROM time_claims a JOIN time_claims b
              ON a.user_id = b.user_id AND a.id < b.id
             AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(b.starts_at, b.ends_at, '[)')
           ) AS overlaps,
           (SELECT count(*) FROM office_sessions s WHERE status IN ('requested', 'scheduled')
               AND (SELECT count(*) FROM time_claims c WHERE c.office_session_id = s.id) <> 2
           ) AS unclaimed`;
  return `overlaps ${found?.overlaps}, sessions without their two claims ${found?.unclaimed}`;
}

async function serve(db: Db, auth: ReturnType<typeof createAuth>) {
  const handler = createHTTPHandler({
    router: appRouter,
    createContext: ({ req }) => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value));
      return createContext({ headers, db, auth, siteUrl: SITE });
    },
  });
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function clientOf(url: string, cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url, transformer: superjson, headers: { cookie } })],
  });
}

async function signUp(auth: ReturnType<typeof createAuth>, count: number) {
  const cookies: string[] = [];
  for (let index = 0; index < count; index++) {
    const response = await auth.handler(
      new Request(`${SITE}/api/auth/sign-up/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: SITE },
        body: JSON.stringify({
          name: `Mentee ${index}`,
          email: `mentee${index}@bench.example`,
          password: "a long enough password",
          timeZone: "UTC",
        }),
      }),
    );
    if (!response.ok) throw new Error(`sign-up answered ${response.status}`);
    cookies.push(
      response.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; "),
    );
    if ((index + 1) % 100 === 0) console.info(`  ${index + 1} of ${count} mentees signed up`);
  }
  return cookies;
}

async function giveProfiles(db: Db) {
  await db.$executeRaw`
    INSERT INTO mentee_profiles (user_id, experience_level, goals, interests, weekly_hours, learning_style)
    SELECT id, 'junior', 'Learn by doing', ARRAY['Testing'], 'two_to_five', 'hands_on'
      FROM users WHERE role = 'mentee'`;
}
