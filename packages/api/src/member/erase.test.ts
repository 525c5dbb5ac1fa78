import { createHash, randomUUID } from "node:crypto";
import { issueOneTimeToken, redeemOneTimeToken } from "@sundial/auth";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, minutesAfter } from "../testing/office-sessions.ts";
import { personWithEverything } from "../testing/person-with-everything.ts";
import { columnsHolding, personalColumns } from "../testing/personal-columns.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const admin = await createUser(db, { role: "admin" });
const reason = "Asked for it by post";

/** A text that everyone writes here and that must be gone afterwards. */
const SECRET = "zebra-crossing";

/** A person with data of every kind: a past session, an upcoming one, and their own rows. */
async function personWithTraces(role: "mentor" | "mentee") {
  const name = `${SECRET} name`;
  const mentor = await createMentor(db, {
    ...(role === "mentor" ? { user: { name }, expertise: [SECRET] } : {}),
    profile: { headline: `${SECRET} headline`, location: `https://${SECRET}.example` },
  });
  const mentee = await createMentee(db, role === "mentee" ? { name } : {});
  const [person, other] = role === "mentor" ? [mentor, mentee] : [mentee, mentor];
  const caller = await as(mentee);
  const booking = { topic: `${SECRET} topic`, agenda: `${SECRET} agenda` };
  const past = await caller.officeSession.book(
    bookingWith(mentor, { ...booking, idempotencyKey: randomUUID() }),
  );
  const future = await caller.officeSession.book(
    bookingWith(mentor, { ...booking, startsAt: minutesAfter(past.startsAt, 7 * 24 * 60) }),
  );
  const later = minutesAfter(past.endsAt, 30);
  await (await as(mentor, { now: later })).officeSession.complete({
    id: past.id,
    version: 1,
    note: `${SECRET} note`,
  });
  await (await as(person)).calendar.createFeed();
  await (await as(person)).account.update({
    name: `${SECRET} renamed`,
    timeZone: "Asia/Tokyo",
    clock: "h12",
    dateOrder: "ymd",
    weekStart: 6,
  });
  await db.user.update({ where: { id: person.id }, data: { locale: "ja-JP" } });
  await door.givePassword(person);
  await db.totpFactor.create({
    data: {
      userId: person.id,
      name: SECRET,
      secret: `sealed ${SECRET}`,
      verifiedAt: past.startsAt,
    },
  });
  await db.recoveryCode.create({
    data: { userId: person.id, codeHash: `${SECRET} ${person.id}`, createdAt: past.startsAt },
  });
  const officeSessionId = past.id;
  await db.sessionNote.create({
    data: { officeSessionId, authorId: person.id, body: SECRET, visibility: "shared" },
  });
  await db.feedback.create({
    data: {
      officeSessionId,
      party: role,
      authorId: person.id,
      aboutId: other.id,
      rating: 4,
      comment: SECRET,
      forStaff: SECRET,
      visibleAt: later,
      createdAt: later,
    },
  });
  return { person, other, mentor, mentee, past, future, later };
}

/** Every row of every table as one text, except emails to other people. */
async function wholeDatabase() {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'`;
  const texts = await Promise.all(
    tables.map(({ name }) =>
      db.$queryRawUnsafe<{ text: string | null }[]>(
        `SELECT string_agg(t::text, ' ') AS text FROM "${name}" t`,
      ),
    ),
  );
  return texts.flat().map(({ text }) => text ?? "");
}

/** Kinds of rows that no other test creates in passing. */
async function addFactors(userId: string) {
  await db.totpFactor.create({ data: { userId, secret: "sealed" } });
  await db.recoveryCode.create({ data: { userId, codeHash: randomUUID(), createdAt: NOW } });
  await db.personalAccessToken.create({
    data: {
      userId,
      name: SECRET,
      tokenHash: randomUUID(),
      permissions: ["session:read"],
      authEpoch: 0,
      createdAt: NOW,
      expiresAt: minutesAfter(NOW, 60),
    },
  });
  await db.passkey.create({
    data: {
      userId,
      name: SECRET,
      credentialId: randomUUID(),
      publicKey: Buffer.from("public"),
      counter: 0,
      isBackedUp: false,
      createdAt: NOW,
    },
  });
  await db.deviceLogin.create({
    data: {
      deviceCodeHash: randomUUID(),
      userCodeHash: randomUUID(),
      program: "script",
      device: SECRET,
      access: "read",
      createdAt: NOW,
      expiresAt: minutesAfter(NOW, 60),
      status: "approved",
      userId,
      authEpoch: 0,
      decidedAt: NOW,
    },
  });
  await db.mentorApplication.create({
    data: { userId, expertise: [SECRET], experience: SECRET, why: SECRET, submittedAt: NOW },
  });
  await db.emailChange.create({
    data: {
      userId,
      newEmail: `${SECRET}-${userId}@new.example`,
      requestedAt: NOW,
      expiresAt: minutesAfter(NOW, 60),
    },
  });
}

describe("erasing a person", () => {
  it.each(["mentee", "mentor"] as const)("leaves no text of a %s anywhere", async (role) => {
    const { person, mentor, past, later } = await personWithTraces(role);
    const email = person.email;
    const { version } = await db.user.findUniqueOrThrow({ where: { id: person.id } });
    if (role === "mentee") {
      // The mentor's own text stays.
      await db.mentorProfile.update({
        where: { userId: mentor.id },
        data: { headline: "Stays", location: null },
      });
      await db.officeSession.updateMany({
        where: { mentorId: mentor.id },
        data: { location: null },
      });
    } else {
      await db.officeSession.updateMany({
        where: { mentorId: mentor.id },
        data: { topic: "What the mentee wrote", agenda: "stays" },
      });
    }
    await addFactors(person.id);
    const traces = async () =>
      (await wholeDatabase()).filter((text) => text.includes(SECRET) || text.includes(email));
    expect((await traces()).length).toBeGreaterThan(4);
    await (await as(admin, { now: later })).member.erase({ id: person.id, version, reason });
    expect(await traces()).toEqual([]);
    expect(await db.user.findUnique({ where: { id: person.id } })).toMatchObject({
      name: "Former member",
      email: `erased-${person.id}@erased.invalid`,
      timeZone: "UTC",
      locale: null,
      clock: null,
      dateOrder: null,
      weekStart: null,
      status: "suspended",
      anonymizedAt: later,
    });
    expect(await db.officeSession.findUnique({ where: { id: past.id } })).toMatchObject({
      status: "completed",
      mentorId: past.mentorId,
      menteeId: past.menteeId,
    });
  });

  it("clears the owner in every database column but these", async () => {
    const columns = await personalColumns(db);
    const { person, identities } = await personWithEverything(db);
    // A new column fails here until this person has a row in it, and then below until erasing
    // empties it.
    expect(await columnsHolding(db, columns, identities)).toEqual(columns);
    const { id, version } = person;
    await (await as(admin)).member.erase({ id, version, reason });
    expect(await columnsHolding(db, columns, identities)).toEqual([
      // The log outlives what it describes, and identifies people only by id.
      ...["events.actor_id", "events.target_id"],
      // What the other one wrote about a session is theirs.
      "feedback.about_id",
      // The record of the migration, which keeps them from being migrated again.
      "migration_records.owner_key",
      "migration_records.source_key",
      "migration_records.target_key",
      // What staff decide about, and how often it has happened.
      "misuse_reports.reported_id",
      // Others were told of what they did; the name is read from the row that stays.
      "notifications.actor_id",
      // Minutes of days, for the program's totals.
      "offered_minutes.mentor_id",
      // Sessions belong to their other party, too.
      ...["office_sessions.cancelled_by_id", "office_sessions.created_by_id"],
      ...["office_sessions.mentee_id", "office_sessions.mentor_id", "office_sessions.moved_by_id"],
      // Totals of days stay as they were.
      "program_days.mentor_id",
      // The row of a former member, without their address.
      "users.id",
    ]);
    expect(await db.migrationRecord.findMany({ where: { ownerKey: id } })).toMatchObject([
      { unplaced: null, outcome: "migrated" },
    ]);
  });

  it("leaves no email with an address or with details of a session", async () => {
    const person = await createMentee(db);
    const [old, older] = [`old-${person.id}@test.example`, `older-${person.id}@test.example`];
    const row = { dedupeKey: "", data: {}, status: "sent" } as const;
    const rows = [
      { recipient: old, template: "account.addressChanged", data: { newEmail: person.email } },
      { recipient: older, template: "account.addressChanged", data: { newEmail: old } },
      { recipient: old, template: "officeSession.booked", data: { recipientId: person.id } },
      // Another person's, who has the older address today.
      { recipient: older, template: "account.passwordChanged", data: {} },
    ];
    await db.emailOutbox.createMany({
      data: rows.map((each) => ({ ...row, ...each, dedupeKey: randomUUID() })),
    });
    const { id, version } = person;
    await (await as(admin)).member.erase({ id, version, reason });
    const left = { recipient: { in: [old, older, person.email] } };
    expect(await db.emailOutbox.findMany({ where: left })).toMatchObject([
      { template: "account.passwordChanged" },
    ]);
  });

  it("takes nothing from the owner of an address they had requested", async () => {
    const [person, other] = [await createMentee(db), await createMentee(db)];
    const change = { newEmail: other.email, requestedAt: NOW, expiresAt: minutesAfter(NOW, 60) };
    await db.emailChange.create({ data: { userId: person.id, ...change } });
    const email = { recipient: other.email, template: "account.addressInUse", data: {} };
    await db.emailOutbox.create({ data: { ...email, dedupeKey: randomUUID() } });
    const { id, version } = person;
    await (await as(admin)).member.erase({ id, version, reason });
    expect(await db.emailOutbox.count({ where: { recipient: other.email } })).toBe(1);
  });

  it("cancels upcoming sessions and notifies the other person, and keeps past sessions and scores", async () => {
    const { person, other, past, future, later } = await personWithTraces("mentee");
    const { version } = await db.user.findUniqueOrThrow({ where: { id: person.id } });
    await (await as(admin, { now: later })).member.erase({ id: person.id, version, reason });
    expect(await db.officeSession.findUnique({ where: { id: future.id } })).toMatchObject({
      status: "cancelled",
      cancelReason: "party_deleted",
      cancelledAt: later,
    });
    expect(
      await db.emailOutbox.findMany({
        where: { officeSessionId: future.id, template: "officeSession.cancelled" },
      }),
    ).toMatchObject([{ recipient: other.email }]);
    const his = await as(other, { now: later });
    expect(await his.officeSession.byId({ id: past.id })).toMatchObject({
      status: "completed",
      mentee: { id: person.id, name: "Former member" },
      topic: "Office session",
      agenda: "",
    });
    expect(await his.officeSession.byId({ id: future.id })).toMatchObject({
      cancelReason: "pm_decision",
    });
    expect(await db.feedback.findMany({ where: { officeSessionId: past.id } })).toMatchObject([
      { authorId: null, rating: 4, comment: "", forStaff: "" },
    ]);
    expect(await db.timeClaim.count({ where: { userId: person.id } })).toBe(0);

    const events = await db.auditEvent.findMany({
      where: { action: "member.erased", targetId: person.id },
    });
    expect(events).toMatchObject([
      { actorId: admin.id, reason, after: { sessionsCancelled: 1 }, before: { role: "mentee" } },
    ]);
  });

  it("makes the person invisible and unchangeable", async () => {
    const { person, other } = await personWithTraces("mentor");
    const { version } = await db.user.findUniqueOrThrow({ where: { id: person.id } });
    const caller = await as(admin);
    await caller.member.erase({ id: person.id, version, reason });
    const hers = await as(other);
    const missing = await refusalOf(hers.profile.byId({ id: "nobody" }));
    expect(await refusalOf(hers.profile.byId({ id: person.id }))).toEqual(missing);
    expect(await refusalOf(hers.mentor.byId({ id: person.id }))).toEqual(missing);
    expect((await caller.member.list({ search: "Former" })).items).toEqual([]);
    expect((await caller.profile.list({ search: "Former" })).items).toEqual([]);
    expect(await caller.member.byId({ id: person.id })).toMatchObject({ anonymizedAt: NOW });
    const again = { id: person.id, version: version + 2, reason };
    for (const call of [
      () => caller.member.erase(again),
      () => caller.member.changeStatus({ ...again, status: "active" }),
      () => caller.member.changeRole({ ...again, role: "admin" }),
      () => caller.member.previewSuspension({ id: person.id }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("is only for admins, never for oneself, and requires the current version", async () => {
    const mentee = await createMentee(db);
    const input = { id: mentee.id, version: 1, reason };
    for (const caller of [mentee, await createUser(db, { role: "pm" })]) {
      expect(await refusalOf((await as(caller)).member.erase(input))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const caller = await as(admin);
    expect(await refusalOf(caller.member.erase({ ...input, id: admin.id }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await refusalOf(caller.member.erase({ ...input, version: 9 }))).toMatchObject({
      code: "STALE_VERSION",
    });
  });
});

describe("account.erase", () => {
  it("requires the password and does nothing with a wrong one", async () => {
    const mentee = await createMentee(db);
    await door.givePassword(mentee);
    const caller = await as(mentee);
    for (const password of ["wrong password", PASSWORD.toUpperCase()]) {
      expect(await refusalOf(caller.account.erase({ password }))).toEqual({
        code: "INVALID_CREDENTIALS",
        details: undefined,
      });
    }
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      anonymizedAt: null,
    });
    expect(await caller.account.erase({ password: PASSWORD })).toEqual({ id: mentee.id });
    expect(await db.auditEvent.findMany({ where: { targetId: mentee.id } })).toMatchObject([
      { action: "account.erased", actorId: mentee.id, after: { sessionsCancelled: 0 } },
    ]);
  });

  it("runs once when requested three times together", async () => {
    const { mentee, session } = await bookedSession(db, as);
    await door.givePassword(mentee);
    const caller = await as(mentee);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 3 }, () => caller.account.erase({ password: PASSWORD })),
    );
    expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    const events = await db.auditEvent.findMany({
      where: { OR: [{ targetId: mentee.id }, { targetId: session.id }] },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      ...["officeSession.booked", "officeSession.cancelled", "account.erased"],
    ]);
  });

  it("leaves nothing behind from what the person started at the same moment", async () => {
    const columns = await personalColumns(db);
    for (let round = 0; round < 5; round++) {
      const person = await createUser(db, { role: "mentee" });
      await door.givePassword(person);
      const caller = await as(person);
      const newEmail = `${randomUUID()}@test.example`;
      const calls = await Promise.allSettled([
        caller.account.update({ name: "Somebody else" }),
        caller.calendar.createFeed(),
        caller.account.erase({ password: PASSWORD }),
        caller.personalAccessToken.create({
          name: "x",
          permissions: ["session:read"],
          lifetimeDays: 30,
        }),
        caller.secondFactor.setUp(),
        caller.account.requestEmailChange({ newEmail, password: PASSWORD }),
        caller.profile.create({
          kind: "mentee",
          experienceLevel: "beginner",
          goals: "Learn to build a product",
          interests: ["Prisma"],
          weeklyHours: "two_to_five",
          learningStyle: "hands_on",
        }),
      ]);
      for (const call of calls) {
        if (call.status === "fulfilled") continue;
        const { code } = await refusalOf(Promise.reject(call.reason));
        expect(["UNAUTHORIZED", "INVALID_CREDENTIALS"]).toContain(code);
      }
      expect(await columnsHolding(db, columns, [person.id, person.email, newEmail])).toEqual([
        ...["events.actor_id", "events.target_id", "users.id"],
      ]);
    }
  });

  it("is rejected for an account without a password, unless its owner has just signed in", async () => {
    const caller = await as(await createMentee(db));
    expect(await refusalOf(caller.account.erase({ password: "" }))).toMatchObject({
      code: "ZodError",
    });
    expect(await refusalOf(caller.account.erase({ password: "anything" }))).toMatchObject({
      code: "RECENT_SIGN_IN_REQUIRED",
    });
  });

  it("is open to an inactive person and cancels upcoming sessions", async () => {
    const { mentee, session } = await bookedSession(db, as);
    await door.givePassword(mentee);
    await db.user.update({ where: { id: mentee.id }, data: { status: "inactive" } });
    await (await as(mentee)).account.erase({ password: PASSWORD });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "cancelled",
      cancelReason: "party_deleted",
    });
  });

  it("no cookie, link, token or feed restores the account, and the address is free again", async () => {
    const mentee = await createMentee(db);
    await door.givePassword(mentee);
    const { cookie } = await door.signIn(mentee);
    const expiresAt = new Date(Date.now() + HOUR);
    const links = [
      { purpose: "account.resetPassword" as const, subject: mentee.id },
      { purpose: "account.confirmNewAddress" as const, subject: mentee.id },
      { purpose: "account.confirmAddress" as const, subject: mentee.email },
    ];
    const tokens = await Promise.all(
      links.map((link) => issueOneTimeToken(db, { ...link, expiresAt })),
    );
    // Somebody else's token, whose address looks similar to a careless pattern, stays valid.
    const alike = { purpose: "account.confirmAddress" as const, subject: `x${mentee.email}` };
    const alikeToken = await issueOneTimeToken(db, { ...alike, expiresAt });
    const { address } = await (await as(mentee)).calendar.createFeed();

    await (await as(mentee)).account.erase({ password: PASSWORD });
    expect(await door.sessionOf(cookie)).toBeNull();
    expect((await door.signIn(mentee)).status).toBe(401);
    for (const [index, token] of tokens.entries()) {
      const purpose = links[index]?.purpose ?? "account.resetPassword";
      expect(await redeemOneTimeToken(db, { purpose, token, now: new Date() })).toBeNull();
    }
    const { purpose } = alike;
    expect(
      await redeemOneTimeToken(db, { purpose, token: alikeToken, now: new Date() }),
    ).toMatchObject({ subject: alike.subject });
    const tokenHash = createHash("sha256")
      .update(/feed\/(.+)\.ics$/.exec(address)?.[1] ?? "")
      .digest("hex");
    expect(await db.calendarFeed.count({ where: { tokenHash } })).toBe(0);

    const anew = await createUser(db, { email: mentee.email });
    expect(anew.id).not.toBe(mentee.id);
  });

  it("the database itself keeps an erased account closed", async () => {
    const mentee = await createMentee(db);
    await door.givePassword(mentee);
    await (await as(mentee)).account.erase({ password: PASSWORD });
    const where = { id: mentee.id };
    for (const data of [
      { status: "active" as const },
      { email: "back@test.example" },
      { image: "/avatars/me" },
    ]) {
      await expect(db.user.update({ where, data })).rejects.toThrow();
    }
  });
});
