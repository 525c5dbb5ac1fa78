import { createAuth } from "@sundial/auth";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { sendDueEmails } from "./email/send-due-emails.ts";
import { readinessCheck } from "./health/readiness.ts";
import { sweeps } from "./sweeps.ts";
import { NOW, SITE, SITE_URL, testApi } from "./testing/callers.ts";
import { bookedSession, minutesAfter } from "./testing/office-sessions.ts";
import { recordingTransport } from "./testing/recording-transport.ts";
import { frontDoor, PASSWORD } from "./testing/sign-in.ts";

/**
 * The product with the role that `pnpm db:roles` makes for it. `pnpm test:roles` runs every test
 * this way.
 */
const { db, as } = await testApi({ role: "app" });
const door = frontDoor(db);

describe("with the app's database role", () => {
  it("people sign in, book, get emails and are erased", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await door.givePassword(mentee);
    expect(await door.signIn(mentee)).toMatchObject({ status: 200 });
    const transport = recordingTransport();
    await sendDueEmails({ db, now: NOW, ...SITE, transport });
    expect(transport.to(mentor.email)).toHaveLength(1);
    await (await as(mentee)).account.erase({ password: PASSWORD });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "cancelled",
    });
    expect(await db.auditEvent.count({ where: { action: "account.erased" } })).toBe(1);
  });

  it("sweeps do their work, and the server is ready", async () => {
    const { session } = await bookedSession(db, as);
    const now = minutesAfter(session.endsAt, 24 * 60);
    const secret = "a-secret-for-tests-of-32-characters";
    const auth = createAuth({ db, secret, baseURL: SITE_URL, now: () => now });
    for (const sweep of Object.values(sweeps)) await sweep({ db, now, auth });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "completed",
    });
    expect(await readinessCheck(db)()).toMatchObject({ status: "ready", migrations: "applied" });
  });

  it.each([
    "UPDATE events SET action = 'x'",
    "DELETE FROM events",
    "TRUNCATE events",
    "DROP TABLE feedback",
    "ALTER TABLE users ADD COLUMN extra int",
    "CREATE TABLE extra (id int)",
  ])("it can't %s", async (statement) => {
    await createUser(db);
    await expect(db.$executeRawUnsafe(statement)).rejects.toMatchObject({
      meta: { driverAdapterError: { cause: { originalCode: "42501" } } },
    });
  });
});
