import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { makeSignature } from "better-auth/crypto";
import { createAuth, type TokenOptions } from "../index.ts";

export const SECRET = "a-secret-for-tests-of-32-characters";
export const BASE_URL = "http://localhost:3000";

/** Without rate limits. */
export function testAuth(db: Db, tokens: TokenOptions = {}) {
  return createAuth({ db, secret: SECRET, baseURL: BASE_URL, rateLimit: false, tokens });
}

/** Creates a user with a session directly in the database. Signing in has its own tests. */
export async function signedInUser(db: Db, data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, data);
  return { user, ...(await addSession(db, user)) };
}

/** Creates another session of this user, with its cookie. */
export async function addSession(db: Db, { id }: { id: string }) {
  const token = randomUUID();
  const session = await db.session.create({
    data: { userId: id, token, expiresAt: new Date(Date.now() + 7 * DAY) },
  });
  const signature = await makeSignature(token, SECRET);
  return {
    session,
    cookie: `sundial.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
  };
}
