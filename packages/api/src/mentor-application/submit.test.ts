import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { MENTOR_APPLICATION_DAYS, MENTOR_APPLICATIONS_MAX } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { applicationText } from "../testing/applications.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { outcomesOf, roundsOf } from "../testing/races.ts";
import { createEndpoint } from "../testing/webhooks.ts";

const { db, as } = await testApi();

const DAY = 24 * 60;
const pm = await createUser(db, { role: "pm" });
const secondPm = await createUser(db, { role: "pm" });
const awayPm = await createUser(db, { role: "pm", status: "inactive" });
const admin = await createUser(db, { role: "admin" });

const emailsAbout = (applicationId: string) =>
  db.emailOutbox.findMany({
    where: { data: { path: ["applicationId"], equals: applicationId } },
    orderBy: { recipient: "asc" },
    select: { template: true, recipient: true },
  });

describe("mentorApplication.submit", () => {
  it("stores what a mentee wrote, and clears the wish from their sign-up", async () => {
    const mentee = await createMentee(db, { wantsToMentor: true });
    const caller = await as(mentee);
    expect(await caller.mentorApplication.mine()).toEqual({
      wantsToMentor: true,
      application: null,
    });
    const application = await caller.mentorApplication.submit(applicationText);
    expect(application).toMatchObject({
      ...applicationText,
      status: "pending",
      submittedAt: NOW,
      settledAt: null,
      answer: null,
      actions: ["withdraw"],
    });
    expect(await caller.mentorApplication.mine()).toEqual({ wantsToMentor: false, application });
    expect(await db.auditEvent.findMany({ where: { targetId: application.id } })).toMatchObject([
      {
        action: "mentorApplication.submitted",
        actorId: mentee.id,
        reason: null,
        before: null,
        // What people write stays out of a log that is never erased.
        after: { status: "pending" },
      },
    ]);
  });

  it("emails each active program manager once, and nobody else", async () => {
    const caller = await as(await createMentee(db));
    const { id } = await caller.mentorApplication.submit(applicationText);
    expect(await emailsAbout(id)).toEqual(
      [pm.email, secondPm.email]
        .sort()
        .map((recipient) => ({ template: "mentorApplication.submitted", recipient })),
    );
    const told = (await emailsAbout(id)).map(({ recipient }) => recipient);
    expect(told).not.toContain(awayPm.email);
    expect(told).not.toContain(admin.email);
  });

  it("is announced, with what they wrote only for endpoints that ask for it", async () => {
    const mentee = await createMentee(db);
    const [plain, full] = [
      await createEndpoint(db),
      await createEndpoint(db, { includePersonalTexts: true }),
    ];
    const { id } = await (await as(mentee)).mentorApplication.submit(applicationText);
    const heard = (endpointId: string) => db.webhookDelivery.findMany({ where: { endpointId } });
    const fact = {
      kind: "mentorApplication.submitted",
      data: { id, applicantId: mentee.id, status: "pending" },
      personIds: [mentee.id],
    };
    expect(await heard(plain.id)).toMatchObject([{ ...fact, personalTexts: null }]);
    expect(await heard(full.id)).toMatchObject([
      { ...fact, personalTexts: { applicantName: mentee.name, ...applicationText } },
    ]);
    await db.webhookEndpoint.deleteMany();
  });

  it("makes one application per key, and the retry gets it as it is now", async () => {
    const caller = await as(await createMentee(db));
    const input = { ...applicationText, idempotencyKey: randomUUID() };
    const made = await caller.mentorApplication.submit(input);
    expect(await caller.mentorApplication.submit(input)).toEqual(made);
    await caller.mentorApplication.withdraw({ id: made.id });
    expect(await caller.mentorApplication.submit(input)).toMatchObject({
      id: made.id,
      status: "withdrawn",
    });
    const other = { ...input, why: "Something else entirely this time." };
    expect(await refusalOf(caller.mentorApplication.submit(other))).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
  });

  it.each(roundsOf())("leaves one of several sent at once, round %i", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const outcomes = await outcomesOf(
      Array.from({ length: 4 }, () => () => caller.mentorApplication.submit(applicationText)),
    );
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "INVALID_TRANSITION")).toHaveLength(3);
    expect(await db.mentorApplication.count({ where: { userId: mentee.id } })).toBe(1);
  });

  it("allows only a few in a month", async () => {
    const mentee = await createMentee(db);
    for (let sent = 0; sent < MENTOR_APPLICATIONS_MAX; sent++) {
      const caller = await as(mentee, { now: minutesAfter(NOW, sent) });
      const { id } = await caller.mentorApplication.submit(applicationText);
      await caller.mentorApplication.withdraw({ id });
    }
    const soon = await as(mentee, { now: minutesAfter(NOW, 60) });
    expect(await refusalOf(soon.mentorApplication.submit(applicationText))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: MENTOR_APPLICATIONS_MAX },
    });
    const later = await as(mentee, { now: minutesAfter(NOW, MENTOR_APPLICATION_DAYS * DAY) });
    expect(await later.mentorApplication.submit(applicationText)).toMatchObject({
      status: "pending",
    });
  });

  it("is for mentees only", async () => {
    for (const other of [await createMentor(db), pm, admin]) {
      const caller = await as(other);
      expect(await refusalOf(caller.mentorApplication.submit(applicationText))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const inactive = await as(await createMentee(db, { status: "inactive" }));
    expect(await refusalOf(inactive.mentorApplication.submit(applicationText))).toMatchObject({
      code: "ACCOUNT_INACTIVE",
    });
  });

  it("is refused by a role that changed after the call began", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    await db.user.update({ where: { id: mentee.id }, data: { role: "mentor" } });
    expect(await refusalOf(caller.mentorApplication.submit(applicationText))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("asks for expertise and for more than a few words", async () => {
    const caller = await as(await createMentee(db));
    for (const input of [
      { ...applicationText, expertise: [] },
      { ...applicationText, experience: "Some" },
      { ...applicationText, why: "" },
    ]) {
      expect(await refusalOf(caller.mentorApplication.submit(input))).toMatchObject({
        code: "ZodError",
      });
    }
  });
});

describe("mentorApplication.withdraw", () => {
  it("ends the wait, and makes room for another application", async () => {
    const caller = await as(await createMentee(db));
    const { id } = await caller.mentorApplication.submit(applicationText);
    expect(await caller.mentorApplication.withdraw({ id })).toMatchObject({
      status: "withdrawn",
      settledAt: NOW,
      actions: [],
    });
    expect(await refusalOf(caller.mentorApplication.withdraw({ id }))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "withdrawn" },
    });
    const again = await caller.mentorApplication.submit(applicationText);
    expect(again.id).not.toBe(id);
  });

  it("treats somebody else's application like a missing one", async () => {
    const { id } = await (await as(await createMentee(db))).mentorApplication.submit(
      applicationText,
    );
    const other = await as(await createMentee(db));
    const missing = await refusalOf(other.mentorApplication.withdraw({ id: randomUUID() }));
    expect(await refusalOf(other.mentorApplication.withdraw({ id }))).toEqual(missing);
    expect(missing.code).toBe("NOT_FOUND");
  });
});

describe("without a program manager", () => {
  it("the admins get the email", async () => {
    const { db: fresh, as: asFresh } = await testApi();
    const onlyAdmin = await createUser(fresh, { role: "admin" });
    const caller = await asFresh(await createMentee(fresh));
    await caller.mentorApplication.submit(applicationText);
    expect(await fresh.emailOutbox.findMany()).toMatchObject([
      { template: "mentorApplication.submitted", recipient: onlyAdmin.email },
    ]);
  });
});
