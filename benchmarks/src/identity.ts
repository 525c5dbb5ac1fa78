import { hashPassword, newPersonalAccessToken, verifyPassword } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { createLocalJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import {
  addMember,
  type IdentitySite,
  ISSUER,
  newPerson,
  PASSWORD,
  startIdentity,
} from "./identity-site.ts";
import { percentiles, timed } from "./latencies.ts";

const PEOPLE = 50;
const VERIFICATIONS = 2_000;

/**
 * The cost of identifying people: each credential one after the other, then fifty sign-ins and
 * sign-ups at once, compared with only hashing as many passwords. In process, without HTTP.
 */
export async function measureIdentity() {
  // Measures the cost, not the steady time.
  const site = await startIdentity({ steadyTime: 0 });
  try {
    await measureVerification(site);
    await measureCrowd(site);
  } finally {
    await site.close();
  }
}

async function measureVerification({ db, auth, post }: IdentitySite) {
  console.info(`\nIdentity: ${VERIFICATIONS} verifications each, one after the other`);
  const email = await addMember(db, await hashPassword(PASSWORD));
  const signIn = await post("/sign-in/email", { email, password: PASSWORD });
  const cookie = signIn.headers.getSetCookie().map((line) => line.split(";")[0]);
  const session = new Headers({ cookie: cookie.join("; ") });
  const audience = `${ISSUER}/api`;
  const issued = await auth.handler(
    new Request(`${ISSUER}/api/auth/token?audience=${audience}`, { headers: session }),
  );
  const { token } = z.object({ token: z.string() }).parse(await issued.json());
  const published = await (await auth.handler(new Request(`${ISSUER}/api/auth/jwks`))).json();
  const keys = createLocalJWKSet(z.object({ keys: z.array(z.looseObject({})) }).parse(published));
  const bearer = (text: string) => new Headers({ authorization: `Bearer ${text}` });

  const ways: Record<string, () => Promise<unknown>> = {
    "access token, signature alone": () =>
      jwtVerify(token, keys, { algorithms: ["RS256"], issuer: ISSUER, audience }),
    "access token and database": () => known(auth.getSession(bearer(token))),
    "personal access token": async () => known(auth.getSession(bearer(await personalToken(db)))),
    "session cookie": () => known(auth.getSession(session)),
    "access token, damaged": () => nobody(auth.getSession(bearer(`${token.slice(0, -4)}AAAA`))),
  };
  for (const [name, verify] of Object.entries(ways)) {
    const durations: number[] = [];
    for (let round = 0; round < VERIFICATIONS + 100; round++) {
      const { ms } = await timed(verify);
      // The first ones warm up.
      if (round >= 100) durations.push(ms);
    }
    console.info(`  ${name.padEnd(30)} ${percentiles(durations, 2)}`);
  }
}

let madeToken: string | undefined;

async function personalToken(db: Db) {
  if (madeToken !== undefined) return madeToken;
  const { id: userId, authEpoch } = await db.user.findFirstOrThrow();
  const { token, tokenHash } = newPersonalAccessToken();
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 86_400_000);
  await db.personalAccessToken.create({
    data: {
      name: "Bench",
      permissions: ["session:read"],
      userId,
      authEpoch,
      tokenHash,
      createdAt,
      expiresAt,
    },
  });
  madeToken = token;
  return token;
}

async function measureCrowd({ db, post }: IdentitySite) {
  console.info(`\nIdentity: ${PEOPLE} at once`);
  const hash = await hashPassword(PASSWORD);
  const emails = await Promise.all(Array.from({ length: PEOPLE }, () => addMember(db, hash)));
  await crowd("bare password hashes", () => hashPassword(PASSWORD));
  await crowd("bare password checks", () => verifyPassword({ hash, password: PASSWORD }));
  await crowd("sign-ins", (index) =>
    ok(post("/sign-in/email", { email: emails[index], password: PASSWORD })),
  );
  await crowd("sign-ins, wrong password", (index) =>
    post("/sign-in/email", { email: emails[index], password: "not the password" }),
  );
  await crowd("sign-ups", () => ok(post("/sign-up/email", newPerson())));
  await crowd("database reads", () => db.user.findMany({ take: 20, orderBy: { id: "asc" } }));
  await crowd("database transactions", (index) =>
    db.$transaction(async (tx) => {
      const where = { email: emails[index] };
      await tx.user.update({ where, data: { version: { increment: 1 } } });
    }),
  );
}

/** Fails if one of them fails. */
async function crowd(name: string, work: (index: number) => Promise<unknown>) {
  const all = await timed(() =>
    Promise.all(Array.from({ length: PEOPLE }, (_, index) => timed(() => work(index)))),
  );
  const durations = all.result.map(({ ms }) => ms);
  const perSecond = (PEOPLE * 1000) / all.ms;
  console.info(
    `  ${name.padEnd(30)} ${percentiles(durations)}   all ${all.ms.toFixed(0)} ms, ${perSecond.toFixed(0)}/s`,
  );
}

async function known(session: Promise<unknown>) {
  if ((await session) === null) throw new Error("a good credential was refused");
}

async function nobody(session: Promise<unknown>) {
  if ((await session) !== null) throw new Error("a damaged token was accepted");
}

async function ok(answer: Promise<Response>) {
  const { status } = await answer;
  if (status !== 200) throw new Error(`answered ${status}`);
}
