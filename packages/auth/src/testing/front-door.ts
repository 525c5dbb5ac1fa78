import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { wireError } from "@sundial/validators";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { type AuthOptions, createAuth, hashPassword } from "../index.ts";
import { BASE_URL, SECRET } from "./people.ts";

export const PASSWORD = "a long enough password";

export const newPerson = (data: { email?: string; password?: string } = {}) => ({
  name: "Ada Lovelace",
  email: `${randomUUID()}@example.org`,
  password: PASSWORD,
  timeZone: "Europe/London",
  ...data,
});

/** The real handler on a real database, and access to its emails and audit events. */
export function frontDoor(
  db: Db,
  settings: Partial<
    Pick<
      AuthOptions,
      | "requireVerifiedEmail"
      | "now"
      | "rateLimit"
      | "steadyTime"
      | "legacyPasswordCheck"
      | "clientAddressHeader"
      | "log"
      | "providers"
    >
  > = {},
) {
  const auth = createAuth({
    db,
    secret: SECRET,
    baseURL: BASE_URL,
    rateLimit: false,
    requireVerifiedEmail: false,
    steadyTime: 0,
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
      /** The cookie header that a browser would send next. */
      cookie: setCookie.map((line) => line.split(";")[0]).join("; "),
      code: response.status < 400 ? undefined : wireError.parse(JSON.parse(text)).code,
      details: response.status < 400 ? undefined : wireError.parse(JSON.parse(text)).details,
    };
  }

  async function emailsTo(recipient: string) {
    const emails = await db.emailOutbox.findMany({
      where: { recipient },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { template: true, data: true },
    });
    return emails.map(({ template, data }) => ({ template, data: emailData.parse(data) }));
  }

  return {
    auth,
    send,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: BASE_URL, ...headers },
        body: JSON.stringify(body),
      }),
    sessionOf: (cookie: string) => auth.getSession(new Headers({ cookie })),
    emailsTo,
    /** Audit events about them, in order. */
    eventsOf: async (targetId: string) => {
      const events = await db.auditEvent.findMany({ where: { targetId }, orderBy: { seq: "asc" } });
      return events.map(({ action, actorId, actorRole, reason }) => ({
        action,
        actorId,
        actorRole,
        reason,
      }));
    },
    /** All events and emails as text, to search for secrets. */
    writtenDown: async () => {
      const [row] = await db.$queryRaw<{ events: string; emails: string }[]>`
        SELECT (SELECT string_agg(e::text || coalesce(o::text, ''), '')
                  FROM events e LEFT JOIN event_origins o USING (seq)) AS events,
               (SELECT string_agg(m::text, '') FROM email_outbox m) AS emails`;
      return { events: row?.events ?? "", emails: row?.emails ?? "" };
    },
    /** The token of the newest email with a link to this address. */
    tokenFor: async (address: string) => {
      const tokens = (await emailsTo(address)).flatMap(({ data }) => data.token ?? []);
      const newest = tokens.at(-1);
      if (newest === undefined) throw new Error(`no email with a link went to ${address}`);
      return newest;
    },
  };
}

const emailData = z.looseObject({ token: z.string().optional() });

/** Makes the database reject every event about this user until the test ends. */
export async function rejectEventsOf(owner: Db, { id }: { id: string }) {
  await owner.$executeRaw`
    CREATE OR REPLACE FUNCTION reject_event() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RAISE EXCEPTION ''the audit log is full''; END'`;
  await owner.$executeRawUnsafe(`
    CREATE TRIGGER reject_events BEFORE INSERT ON events FOR EACH ROW
    WHEN (NEW.target_id = '${id}') EXECUTE FUNCTION reject_event()`);
  const accept = async () => {
    await owner.$executeRaw`DROP TRIGGER IF EXISTS reject_events ON events`;
  };
  onTestFinished(accept);
  return accept;
}

/** Creates a user with a password directly in the database; `hash` simulates a migrated one. */
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
