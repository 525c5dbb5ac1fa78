import { formatNumber } from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { percentiles, timed } from "./latencies.ts";
import { fillProgram, NOW } from "./program.ts";
import { type Client, type Site, startSite } from "./site.ts";

const ROUNDS = 50;

type Query = Parameters<Client["mentor"]["list"]["query"]>[0];

/** "Who can see me soonest?" over HTTP, one request at a time, in programs of two sizes. */
export async function measureDirectory() {
  for (const mentors of [1_000, 10_000]) {
    console.info(`\nDirectory by earliest slot: ${formatNumber(mentors)} mentors`);
    const clock = { now: NOW };
    const statements: string[] = [];
    const site = await startSite({
      now: () => clock.now,
      onQuery: ({ sql }) => statements.push(sql),
    });
    try {
      const { ms } = await timed(() => fillProgram(site.db, { mentors }));
      console.info(`  filled in ${(ms / 1000).toFixed(1)} s, 14 sessions ahead for each mentor`);
      await measureProgram(site, { clock, statements });
    } finally {
      await site.close();
    }
  }
}

async function measureProgram(
  site: Site,
  { clock, statements }: { clock: { now: Date }; statements: string[] },
) {
  const client = await site.signUp("viewer");
  // A process's first call loads and connects, which isn't measured here.
  await client.mentor.filters.query();

  const ask = async (name: string, query: Query = {}, reader = client) => {
    statements.length = 0;
    const first = await timed(() => reader.mentor.list.query(query));
    const count = statements.length;
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      again.push((await timed(() => reader.mentor.list.query(query))).ms);
    }
    const once = `${first.ms.toFixed(0).padStart(6)} ms, ${String(count).padStart(3)} statements`;
    console.info(`  ${name.padEnd(30)}first ${once}   then ${percentiles(again)}`);
    return first.result;
  };

  const page = await ask("nothing known");
  // The statement that begins the walk: its only parameter is how many to read.
  const walk = statements.find((sql) => sql.includes("week_quarters") && !sql.includes("$2"));
  await ask("second page", { cursor: page.nextCursor });
  // Midnight there: mentors who are free within six hours are free at night.
  const wakeful = await site.signUp("wakeful", "America/Los_Angeles");
  await ask("at the reader's midnight", {}, wakeful);
  await ask("second page at midnight", { cursor: page.nextCursor }, wakeful);
  await ask("Tuesdays, at midnight", { weekdays: [2] }, wakeful);
  await ask("evenings", { partsOfDay: ["evening"] });
  await ask("Saturday mornings", { partsOfDay: ["morning"], weekdays: [6] });
  await ask("one expertise", { expertise: "rust" });
  await ask("evenings, by name", { partsOfDay: ["evening"], sort: "name" });
  clock.now = new Date(NOW.getTime() + 31 * MINUTE);
  await ask("half an hour later");
  clock.now = new Date(NOW.getTime() + DAY);
  await ask("after a day without requests");
  await cancelHundred(site);
  await ask("after 100 cancellations");
  await ask("a day later, at midnight", {}, wakeful);
  await readAll(client);
  await startCold(site, client);
  if (walk === undefined) throw new Error("the walk of the bounds was not among the statements");
  await explain(site, walk);
}

async function cancelHundred({ db }: Site) {
  await db.$executeRaw`
    WITH cancelled AS (
      UPDATE office_sessions SET status = 'cancelled', cancel_reason = 'other', cancelled_at = now()
       WHERE id IN (SELECT id FROM office_sessions WHERE starts_at > ${NOW} ORDER BY topic, id LIMIT 100)
      RETURNING id)
    DELETE FROM time_claims WHERE office_session_id IN (SELECT id FROM cancelled)`;
}

/** All bounds reset, as after a change to every mentor, and twenty readers at once. */
async function startCold({ db }: Site, client: Client) {
  await db.$executeRaw`UPDATE mentor_profiles SET gap_minutes = gap_minutes`;
  const { ms } = await timed(() =>
    Promise.all(Array.from({ length: 20 }, () => client.mentor.list.query({}))),
  );
  console.info(`  nothing known, 20 readers at once: the last is served after ${ms.toFixed(0)} ms`);
}

async function readAll(client: Client) {
  const seen = new Set<string>();
  let pages = 0;
  let cursor: string | null = null;
  let longest = 0;
  const { ms } = await timed(async () => {
    do {
      const page: Awaited<ReturnType<Client["mentor"]["list"]["query"]>> =
        await client.mentor.list.query({ limit: 50, cursor });
      for (const { id } of page.items) seen.add(id);
      cursor = page.nextCursor;
      longest = Math.max(longest, cursor?.length ?? 0);
      pages++;
      if (pages % 50 === 0) console.info(`  … ${seen.size} mentors read`);
    } while (cursor !== null);
  });
  const each = (ms / pages).toFixed(0);
  console.info(
    `  all pages: ${seen.size} mentors on ${pages} pages, ${each} ms a page, longest cursor ${longest} characters`,
  );
}

/** The plan of the statement that reads bounds in order, as for a first page. */
async function explain({ db }: Site, walk: string) {
  await db.$executeRaw`ANALYZE`;
  const plan = await db.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(
    `EXPLAIN (ANALYZE, BUFFERS) ${walk}`,
    60,
  );
  console.info(plan.map((line) => `    ${line["QUERY PLAN"]}`).join("\n"));
}
