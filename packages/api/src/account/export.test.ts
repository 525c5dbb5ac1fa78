import { createHash } from "node:crypto";
import { withinTime } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

describe("account.export", () => {
  it("has all that is one's own, and is itself an event", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await db.sessionNote.create({
      data: { officeSessionId: session.id, authorId: mentee.id, body: "My own note" },
    });
    const settings = { locale: "de-DE", clock: "h12", dateOrder: "ymd", weekStart: 6 } as const;
    await db.user.update({ where: { id: mentee.id }, data: settings });
    const exported = await (await as(mentee)).account.export();
    expect(exported).toMatchObject({
      account: { id: mentee.id, email: mentee.email, ...settings },
      mentorProfile: null,
      menteeProfile: { goals: "Learn by doing" },
      officeSessions: [{ id: session.id, mentor: { name: mentor.name } }],
      notes: [{ body: "My own note" }],
      emails: [{ template: "officeSession.booked" }],
      eventsAreComplete: true,
    });
    expect(exported.events.map(({ action }) => action)).toEqual(["officeSession.booked"]);
    expect(
      await db.auditEvent.findMany({ where: { targetId: mentee.id, action: "account.exported" } }),
    ).toMatchObject([{ actorId: mentee.id }]);
    const ofMentor = await (await as(mentor)).account.export();
    expect(ofMentor.mentorProfile).toMatchObject({ schedules: [{ rules: expect.any(Array) }] });
  });

  it("may take longer than other calls", async () => {
    const caller = await as(await createUser(db));
    const exported = await withinTime(0, () => caller.account.export());
    expect(exported.eventsAreComplete).toBe(true);
  });

  it("has no secret, and nothing of others that one may not see", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await door.givePassword(mentee);
    const { password } = await db.account.findFirstOrThrow({ where: { userId: mentee.id } });
    const { token } = await db.session.create({
      data: {
        userId: mentee.id,
        token: "session-token-of-mine",
        expiresAt: new Date("2030-01-01"),
      },
    });
    const caller = await as(mentee);
    const { address } = await caller.calendar.createFeed();
    const feedToken = /feed\/([\w-]+)\.ics/.exec(address)?.[1] ?? "";
    const digest = createHash("sha256").update(feedToken).digest("hex");
    await db.sessionNote.create({
      data: { officeSessionId: session.id, authorId: mentor.id, body: "The mentor's private note" },
    });
    const admin = await createUser(db, { role: "admin" });
    await db.auditEvent.create({
      data: {
        actorKind: "user",
        ...{ actorId: admin.id, actorRole: "admin", ip: "203.0.113.9" },
        ...{ action: "member.viewed", targetType: "user", targetId: mentee.id },
        reason: "A complaint by somebody else",
      },
    });
    const exported = await caller.account.export();
    const text = JSON.stringify(exported);
    const secrets = [PASSWORD, password ?? "", token, feedToken, digest];
    const others = [
      ...["The mentor's private note", "A complaint by somebody else", "203.0.113.9"],
      ...[admin.id, mentor.email],
    ];
    for (const hidden of [...secrets, ...others]) expect(text).not.toContain(hidden);
    expect(exported.events).toContainEqual(
      expect.objectContaining({ action: "member.viewed", byYou: false, actorRole: "admin" }),
    );
  });
});
