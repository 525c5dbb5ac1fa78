import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { makeSignature } from "better-auth/crypto";
import { createAuth, type TokenOptions } from "../index.ts";

export const SECRET = "a-secret-for-tests-of-32-characters";
export const BASE_URL = "http://localhost:3000";

/** Limits nothing. */
export function testAuth(db: Db, tokens: TokenOptions = {}) {
  return createAuth({ db, secret: SECRET, baseURL: BASE_URL, rateLimit: false, tokens });
}

/** A person with a session, behind the front door; how people sign in is tested elsewhere. */
export async function signedInUser(db: Db, data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, data);
  return { user, ...(await addSession(db, user)) };
}

/** One more session of this person, and the cookie that names it. */
export async function addSession(db: Db, { id }: { id: string }) {
  const token = randomUUID();
  const session = await db.session.create({
    data: { userId: id, token, expiresAt: new Date(Date.now() + 7 * 86_400_000) },
  });
  const signature = await makeSignature(token, SECRET);
  return {
    session,
    cookie: `sundial.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
  };
}
