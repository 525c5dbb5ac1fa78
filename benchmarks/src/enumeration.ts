import { hashPassword } from "@sundial/auth";
import {
  addMember,
  type IdentitySite,
  newPerson,
  PASSWORD,
  startIdentity,
} from "./identity-site.ts";
import { timed } from "./latencies.ts";

const SAMPLES = 200;
/** Answers are delayed by most of a second, so a few people ask in parallel. */
const LANES = 4;

const KEY =
  "zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==";
const SIGNER =
  "ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==";

/** Hashes of unknown passwords: rejecting a wrong one costs as much as accepting a right one. */
const bcrypt = (cost: string) =>
  `$2b$${cost}$FpEGAMyoHyNUOxb/WR3Nz.IqwIY5EFb8f8.zmIfFCVzgsfnQb5UPG`;
const migrated = {
  "bcrypt, cost 4": bcrypt("04"),
  "bcrypt, cost 10": bcrypt("10"),
  "bcrypt, cost 12": bcrypt("12"),
  "argon2id, 19 MiB": `$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqWdR3M+QjfGTo`,
  "argon2id, 64 MiB": `$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqWdR3M+QjfGTo`,
  "Firebase scrypt": `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${SIGNER}$C0sHCg9ek77hsg==$${KEY}`,
};

/**
 * Whether response times reveal that an address is known: sign-up, sign-in and reset, alternating.
 * "Overlap" shows how well the times hide the case, from how often a random sample of one case is
 * slower than a random one of the other: 100 % for a coin toss, 0 % if a single request reveals it.
 */
export async function measureEnumeration() {
  const site = await startIdentity();
  try {
    console.info(`\nWhat times tell: ${SAMPLES} requests each way in turn, by ${LANES} people`);
    await measureSignUp(site);
    await measureSignIn(site);
    await measureReset(site);
  } finally {
    await site.close();
  }
}

async function measureSignUp({ db, post }: IdentitySite) {
  const known = await addMember(db, await hashPassword(PASSWORD));
  await compare("sign-up", {
    "new address": () => post("/sign-up/email", newPerson()),
    "known address": () => post("/sign-up/email", { ...newPerson(), email: known }),
  });
}

async function measureSignIn({ db, post }: IdentitySite) {
  const attempt = (email: string) => () => post("/sign-in/email", { email, password: "wrong one" });
  const ways: Record<string, () => Promise<Response>> = {
    "unknown address": () => attempt(newPerson().email)(),
    "our own hash": attempt(await addMember(db, await hashPassword(PASSWORD))),
  };
  for (const [name, hash] of Object.entries(migrated)) {
    ways[name] = attempt(await addMember(db, hash));
  }
  await compare("sign-in, wrong password", ways);
}

async function measureReset({ db, post }: IdentitySite) {
  const known = await addMember(db, await hashPassword(PASSWORD));
  await compare("reset", {
    "unknown address": () => post("/request-password-reset", { email: newPerson().email }),
    "known address": () => post("/request-password-reset", { email: known }),
  });
}

async function compare(title: string, ways: Record<string, () => Promise<Response>>) {
  const names = Object.keys(ways);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  const statuses = new Map(names.map((name) => [name, new Set<number>()]));
  let begun = 0;
  const lane = async () => {
    while (begun++ < SAMPLES + LANES) {
      // The first round of each lane warms up.
      const counts = begun > LANES;
      for (const [name, ask] of Object.entries(ways)) {
        const { result, ms } = await timed(ask);
        statuses.get(name)?.add(result.status);
        if (counts) times.get(name)?.push(ms);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  console.info(`  ${title}`);
  const [first = []] = times.values();
  for (const [name, samples] of times) {
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    const hidden = (overlap(first, samples) * 100).toFixed(0);
    console.info(
      `    ${name.padEnd(18)} ${[...(statuses.get(name) ?? [])].join("/")}   ` +
        `median ${at(0.5).padStart(7)}   p95 ${at(0.95).padStart(7)} ms   overlap ${hidden.padStart(3)} %`,
    );
  }
}

/** 1 if neither sample tends to be slower, 0 if one always is. */
function overlap(one: readonly number[], other: readonly number[]): number {
  let slower = 0;
  for (const a of one) for (const b of other) slower += b > a ? 1 : b === a ? 0.5 : 0;
  const share = slower / (one.length * other.length);
  return 2 * Math.min(share, 1 - share);
}
