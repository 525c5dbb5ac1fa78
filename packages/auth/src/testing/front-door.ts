import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { wireError } from "@sundial/validators";
import {
  type AuthEvent,
  type AuthMail,
  type AuthOptions,
  createAuth,
  hashPassword,
} from "../index.ts";
import { BASE_URL, SECRET } from "./people.ts";

export const PASSWORD = "a long enough password";

export const newPerson = (data: { email?: string; password?: string } = {}) => ({
  name: "Ada Lovelace",
  email: `${randomUUID()}@example.org`,
  password: PASSWORD,
  timeZone: "Europe/London",
  ...data,
});

/** The real handler on a real database, with what it emails and records within reach. */
export function frontDoor(
  db: Db,
  settings: Partial<
    Pick<
      AuthOptions,
      | "requireVerifiedEmail"
      | "now"
      | "rateLimit"
      | "audit"
      | "steadyTime"
      | "legacyPasswordCheck"
      | "clientAddressHeader"
      | "log"
    >
  > = {},
) {
  const events: AuthEvent[] = [];
  const mails: AuthMail[] = [];
  const auth = createAuth({
    db,
    secret: SECRET,
    baseURL: BASE_URL,
    rateLimit: false,
    requireVerifiedEmail: false,
    steadyTime: 0,
    audit: async (_tx, event) => {
      events.push(event);
    },
    email: async (_tx, mail) => {
      mails.push(mail);
    },
    ...settings,
  });

  async function send(path: string, init: RequestInit) {
    const response = await auth.handler(new Request(`${BASE_URL}/api/auth${path}`, init));
    const text = await response.text();
    const setCookie = response.headers.getSetCookie();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      setCookie,
      /** What a browser would send back. */
      cookie: setCookie.map((line) => line.split(";")[0]).join("; "),
      code: response.status < 400 ? undefined : wireError.parse(JSON.parse(text)).code,
      details: response.status < 400 ? undefined : wireError.parse(JSON.parse(text)).details,
    };
  }

  return {
    auth,
    events,
    mails,
    send,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: BASE_URL, ...headers },
        body: JSON.stringify(body),
      }),
    sessionOf: (cookie: string) => auth.getSession(new Headers({ cookie })),
    mailsTo: (address: string) => mails.filter(({ recipient }) => recipient === address),
    eventsOf: (targetId: string) => events.filter((event) => event.targetId === targetId),
    /** The token of the newest email with a link to this address. */
    tokenFor: (address: string) => {
      const tokens = mails.flatMap(({ recipient, data }) =>
        recipient === address && "token" in data ? [data.token] : [],
      );
      const newest = tokens.at(-1);
      if (newest === undefined) throw new Error(`no mail with a link went to ${address}`);
      return newest;
    },
  };
}

/** A person with a password, made behind the front door; `hash` when it comes from elsewhere. */
export async function createMember(
  db: Db,
  data: Parameters<typeof createUser>[1] = {},
  hash?: string,
) {
  const user = await createUser(db, data);
  await db.account.create({
    data: {
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: hash ?? (await hashPassword(PASSWORD)),
    },
  });
  return user;
}
