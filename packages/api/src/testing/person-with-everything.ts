import { randomUUID } from "node:crypto";
import { issueOneTimeToken } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { callers, NOW } from "./callers.ts";
import { MONDAY_10, minutesAfter } from "./office-sessions.ts";
import { frontDoor } from "./sign-in.ts";

const DAY = 24 * 60;

/**
 * A person with a row in every column that may hold their id or address: a mentor who also books as
 * a mentee, has worked for others as staff, was migrated and changed their address.
 */
export async function personWithEverything(db: Db) {
  const { as } = callers(db);
  const created = await createMentor(db, { expertise: ["Everything"] });
  const userId = created.id;
  const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
  await db.menteeProfile.create({
    data: {
      userId,
      experienceLevel: "junior",
      goals: "Both sides",
      interests: ["Testing"],
      weeklyHours: "two_to_five",
      learningStyle: "hands_on",
    },
  });
  const startsOn = new Date("2027-06-01");
  await db.availabilityOverride.create({
    data: { mentorId: userId, localDate: startsOn, kind: "unavailable" },
  });
  await db.timeOff.create({
    data: { mentorId: userId, startsAt: startsOn, endsAt: minutesAfter(startsOn, DAY) },
  });

  const pm = await createUser(db, { role: "pm" });
  const booking = { durationMinutes: 60, topic: "Everything", agenda: "" };
  const held = await (await as(mentee)).officeSession.book({
    ...booking,
    mentorId: userId,
    startsAt: MONDAY_10,
    idempotencyKey: randomUUID(),
  });
  const taken = await (await as(pm)).officeSession.bookOnBehalf({
    ...booking,
    mentorId: mentor.id,
    menteeId: userId,
    startsAt: minutesAfter(MONDAY_10, DAY),
    reason: "Asked for by phone",
  });
  // What they did for others while they were staff.
  await db.user.update({ where: { id: userId }, data: { role: "pm" } });
  const staff = await as(created);
  const forOthers = await staff.officeSession.bookOnBehalf({
    ...booking,
    mentorId: mentor.id,
    menteeId: mentee.id,
    startsAt: minutesAfter(MONDAY_10, 2 * DAY),
    reason: "Asked for by phone",
  });
  const moved = await staff.officeSession.reschedule({
    id: forOthers.id,
    version: forOthers.version,
    startsAt: minutesAfter(MONDAY_10, 3 * DAY),
    note: "Asked for by phone",
  });
  await staff.officeSession.cancel({ id: moved.id, version: moved.version, note: "Ill" });
  await db.user.update({ where: { id: userId }, data: { role: "mentor" } });
  const application = { expertise: ["Testing"], experience: "Years", why: "To help" };
  await db.mentorApplication.create({
    data: { ...application, userId, submittedAt: NOW },
  });
  await db.mentorApplication.create({
    data: {
      ...application,
      userId: mentee.id,
      submittedAt: NOW,
      status: "declined",
      settledAt: NOW,
      decidedById: userId,
      answer: "Not yet",
    },
  });
  const invitation = {
    role: "mentor" as const,
    expertise: ["Chess"],
    createdAt: NOW,
    expiresAt: minutesAfter(NOW, DAY),
  };
  await db.invitation.create({
    data: {
      ...invitation,
      email: created.email,
      status: "accepted",
      settledAt: NOW,
      acceptedById: userId,
    },
  });
  await db.invitation.create({
    data: { ...invitation, email: `${userId}@invited.example`, invitedById: userId },
  });
  await db.idempotencyKey.create({
    data: {
      actorId: userId,
      keyHash: randomUUID(),
      procedure: "officeSession.book",
      requestHash: "hash",
      saved: "",
      createdAt: NOW,
    },
  });
  await db.sessionNote.create({
    data: { officeSessionId: held.id, authorId: userId, body: "Mine", visibility: "shared" },
  });
  const item = { owner: "mentor" as const, text: "Read it", createdAt: NOW };
  for (const { id: officeSessionId, mentorId, menteeId } of [held, taken]) {
    await db.actionItem.create({
      data: { ...item, officeSessionId, mentorId, menteeId, authorId: userId },
    });
  }
  await db.goal.create({
    data: {
      menteeId: userId,
      title: "Everything",
      createdAt: NOW,
      milestones: { create: { position: 0, text: "Half of it" } },
    },
  });
  const rated = { rating: 5, visibleAt: startsOn, createdAt: NOW };
  await db.feedback.createMany({
    data: [
      {
        ...rated,
        officeSessionId: held.id,
        party: "mentor",
        authorId: userId,
        aboutId: mentee.id,
      },
      {
        ...rated,
        officeSessionId: held.id,
        party: "mentee",
        authorId: mentee.id,
        aboutId: userId,
        visibleAt: NOW,
      },
    ],
  });
  await db.mentorRating.create({ data: { mentorId: userId, countedAt: NOW } });
  await db.menteeWait.create({ data: { userId, since: NOW } });
  const week = { sentAt: NOW, nextFrom: minutesAfter(NOW, 7 * 24 * 60) };
  const nudge = { reason: "waiting" as const, text: "Shall we find you a mentor?", ...week };
  await db.nudge.createMany({
    data: [
      { ...nudge, personId: userId, sentById: mentor.id },
      { ...nudge, personId: mentee.id, sentById: userId },
    ],
  });
  const day = { mentorId: userId, localDate: startsOn };
  await db.offeredMinutes.create({ data: { ...day, minutes: 480, recordedAt: NOW } });
  await db.programDay.create({ data: { ...day, countedAt: NOW } });
  const report = { about: "person" as const, reason: "spam" as const, words: "Advertises" };
  const decided = { decidedAt: NOW, outcome: "no_action" as const, decision: "No" };
  await db.misuseReport.createMany({
    data: [
      { ...report, reporterId: userId, reportedId: mentee.id, createdAt: NOW },
      { ...report, reporterId: mentee.id, reportedId: userId, createdAt: NOW },
      {
        ...report,
        ...decided,
        reporterId: mentor.id,
        reportedId: mentee.id,
        createdAt: NOW,
        decidedById: userId,
      },
    ],
  });

  const objection = { lapse: "no_show" as const, words: "I was there", createdAt: NOW };
  const accepted = { status: "accepted" as const, decidedAt: NOW, answer: "Yes" };
  await db.reliabilityObjection.createMany({
    data: [
      { ...objection, personId: userId, officeSessionId: held.id },
      {
        ...objection,
        ...accepted,
        personId: mentee.id,
        officeSessionId: held.id,
        decidedById: userId,
      },
    ],
  });

  await frontDoor(db).givePassword(created);
  const expiresAt = minutesAfter(NOW, DAY);
  await db.session.create({ data: { userId, token: randomUUID(), expiresAt } });
  await (await as(created)).calendar.createFeed();
  await (await as(created)).account.update({ name: "Everyone" });
  await db.personalAccessToken.create({
    data: {
      userId,
      name: "script",
      tokenHash: randomUUID(),
      permissions: ["session:read"],
      authEpoch: 0,
      createdAt: NOW,
      expiresAt,
    },
  });
  await db.serviceAccount.create({
    data: {
      name: `Reports of ${userId}`,
      ownerEmail: created.email,
      permissions: ["session:read"],
      createdAt: NOW,
    },
  });
  await db.passkey.create({
    data: {
      userId,
      name: "laptop",
      credentialId: randomUUID(),
      publicKey: Buffer.from("public"),
      counter: 0,
      isBackedUp: false,
      createdAt: NOW,
    },
  });
  await db.notification.create({
    data: {
      userId,
      kind: "member.updated",
      dedupeKey: "member.updated 1",
      actorId: userId,
      data: { role: "mentor" },
      inApp: true,
      createdAt: NOW,
    },
  });
  await db.notificationChoice.create({
    data: { userId, kind: "session.booked", inApp: true, email: false },
  });
  await db.notificationSettings.create({
    data: { userId, digestAt: 480, remindBefore: [60], changedAt: NOW },
  });
  await db.noShowReport.create({
    data: { officeSessionId: held.id, authorId: userId, words: "I waited", createdAt: NOW },
  });
  const note = { body: "Prefers mornings", createdAt: NOW, updatedAt: NOW };
  await db.staffNote.create({ data: { ...note, aboutId: userId, authorId: pm.id } });
  await db.staffNote.create({ data: { ...note, aboutId: mentee.id, authorId: userId } });
  await db.savedFilter.create({
    data: { userId, page: "people", name: "Mentors", query: "role=mentor", createdAt: NOW },
  });
  await db.avatar.create({ data: { userId, image: Buffer.from("RIFF"), digest: "d" } });
  await db.avatarFetch.create({ data: { userId, url: "https://pictures.example/me.png" } });
  await db.programSettings.update({
    where: { id: 1 },
    data: { contactEmail: created.email },
    select: { id: true },
  });
  await db.deviceLogin.create({
    data: {
      deviceCodeHash: randomUUID(),
      userCodeHash: randomUUID(),
      program: "script",
      device: "laptop",
      access: "read",
      createdAt: NOW,
      expiresAt,
      status: "approved",
      userId,
      authEpoch: 0,
      decidedAt: NOW,
    },
  });
  await db.totpFactor.create({ data: { userId, secret: "sealed", verifiedAt: NOW } });
  await db.recoveryCode.create({ data: { userId, codeHash: randomUUID(), createdAt: NOW } });
  const newEmail = `${userId}@wanted.example`;
  await db.emailChange.create({ data: { userId, newEmail, requestedAt: NOW, expiresAt } });
  await issueOneTimeToken(db, { purpose: "account.resetPassword", subject: userId, expiresAt });
  await db.migrationRecord.create({
    data: {
      runId: randomUUID(),
      ownerKey: userId,
      entity: "user",
      sourceKey: userId,
      targetKey: userId,
      outcome: "migrated",
      sourceDigest: new Uint8Array(32),
      digest: new Uint8Array(32),
      unplaced: { phone: "+44 20 7946 0000" },
    },
  });
  const person = await db.user.findUniqueOrThrow({ where: { id: userId } });
  return { person, newEmail, held, taken, identities: [userId, person.email, newEmail] };
}
