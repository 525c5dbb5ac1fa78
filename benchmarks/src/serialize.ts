import { isDeepStrictEqual } from "node:util";
import { createMentor } from "@sundial/db/factories";
import { formatNumber } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { deserialize, serialize } from "@sundial/validators/transformer";
import superjson from "superjson";
import { Bench } from "tinybench";
import { startSite } from "./site.ts";

const SESSIONS = 20;

const ways = {
  ours: {
    write: (value: unknown) => JSON.stringify(serialize(value)),
    read: (text: string) => deserialize(JSON.parse(text)),
  },
  superjson: {
    write: (value: unknown) => superjson.stringify(value),
    read: (text: string) => superjson.parse(text),
  },
  "bare JSON": {
    write: (value: unknown) => JSON.stringify(value),
    read: (text: string): unknown => JSON.parse(text),
  },
};

/** The cost of writing and reading one page of sessions, in our wire format and in two others. */
export async function measureSerialize() {
  console.info(`\nOne list of ${SESSIONS} sessions, written and read`);
  const page = await pageOfSessions();
  const bench = new Bench({ time: 1_000, warmupTime: 300 });
  for (const [name, { write, read }] of Object.entries(ways)) {
    const text = write(page);
    // Bare JSON returns text instead of dates; the others return what they were given.
    const same = isDeepStrictEqual(read(text), page);
    if (same === (name === "bare JSON")) throw new Error(`${name} does not give the list back`);
    bench.add(`${name} write`, () => void write(page)).add(`${name} read`, () => void read(text));
  }
  await bench.run();
  const µs = (name: string) => {
    const result = bench.getTask(name)?.result;
    return result && "latency" in result ? (result.latency.p50 * 1_000).toFixed(0) : "?";
  };
  for (const [name, { write }] of Object.entries(ways)) {
    const [wrote, read] = [µs(`${name} write`).padStart(6), µs(`${name} read`).padStart(6)];
    const size = formatNumber(write(page).length).padStart(8);
    console.info(`  ${name.padEnd(12)}write ${wrote} µs   read ${read} µs   ${size} bytes`);
  }
}

/** As the API lists them for a mentee. */
async function pageOfSessions() {
  const site = await startSite({});
  try {
    const client = await site.signUp("mentee");
    const mentee = await client.account.me.query();
    const mentor = await createMentor(site.db);
    const first = Math.floor(Date.now() / HOUR) * HOUR - 100 * 24 * HOUR;
    await site.db.officeSession.createMany({
      data: Array.from({ length: SESSIONS }, (_, index) => {
        const startsAt = new Date(first + index * 24 * HOUR);
        const endsAt = new Date(startsAt.getTime() + HOUR / 2);
        return {
          mentorId: mentor.id,
          menteeId: mentee.id,
          createdById: mentee.id,
          startsAt,
          endsAt,
          blockedUntil: endsAt,
          status: "completed" as const,
          mentorTimeZone: "Europe/Berlin",
          menteeTimeZone: "Europe/London",
          topic: "Reading a query plan",
          agenda: "Why does the planner not use my index, and what should I look at first?",
        };
      }),
    });
    const page = await client.officeSession.list.query({ when: "past", limit: SESSIONS });
    if (page.items.length !== SESSIONS) throw new Error("the list is not complete");
    return page;
  } finally {
    await site.close();
  }
}
