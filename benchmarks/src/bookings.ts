import type { Db } from "@sundial/db";
import { createMentor } from "@sundial/db/factories";
import { percentiles } from "./latencies.ts";
import { type Client, type Site, startSite } from "./site.ts";

/** Of one mentee, the default of the program's settings. */
const MAX_ACTIVE_SESSIONS = 5;
const CLIENTS = 50;
/**
 * Each client books for several mentees in turn, because one may have only so many upcoming
 * sessions.
 */
const MENTEES_EACH = 4;
const HALF_HOUR = 30 * 60_000;

/**
 * Bookings over tRPC and HTTP with cookies, fifty clients at once: first all with one mentor, then
 * each with a different one. Server, clients and Postgres share the machine.
 */
export async function measureBookings() {
  console.info(
    `\nBookings: ${CLIENTS} clients, tRPC over HTTP, session cookie, one server process`,
  );
  const site = await startSite({});
  try {
    const clients = await signUp(site, CLIENTS * MENTEES_EACH * 2);
    await giveProfiles(site.db);
    const half = clients.length / 2;
    await run("one mentor", site.db, { clients: clients.slice(0, half), mentors: 1 });
    await run("fifty mentors", site.db, { clients: clients.slice(half), mentors: CLIENTS });
  } finally {
    await site.close();
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

  const rate = (latencies.length / seconds).toFixed(0).padStart(5);
  console.info(
    `  ${name.padEnd(16)}${latencies.length} bookings ${rate}/s   ${percentiles(latencies)}   ${await proof(db)}`,
  );
}

/** What the database contains afterwards. */
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

async function signUp(site: Site, count: number) {
  const clients: Client[] = [];
  for (let index = 1; index <= count; index++) {
    clients.push(await site.signUp(`mentee${index}`));
    if (index % 100 === 0) console.info(`  ${index} of ${count} mentees signed up`);
  }
  return clients;
}

async function giveProfiles(db: Db) {
  await db.$executeRaw`
    INSERT INTO mentee_profiles (user_id, experience_level, goals, interests, weekly_hours, learning_style)
    SELECT id, 'junior', 'Learn by doing', ARRAY['Testing'], 'two_to_five', 'hands_on'
      FROM users WHERE role = 'mentee'`;
}
