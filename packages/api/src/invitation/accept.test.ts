import { randomUUID } from "node:crypto";
import { issueInvitationLinks } from "@sundial/auth";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { INVITATION_DAYS, type Role, role } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { sweeps } from "../sweeps.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { invitations } from "../testing/invitations.ts";
import { bookedSession } from "../testing/office-sessions.ts";
import { forgetInvitations } from "./forget.ts";
import { remindInvited } from "./remind.ts";

const { db, as, asVisitor } = await testApi();
const { invited, tokenFor } = invitations(db, as);

const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const stateOf = (id: string) => db.invitation.findUniqueOrThrow({ where: { id } });

describe("invitation.preview", () => {
  it("tells the holder of a link what it offers, and nothing about others", async () => {
    const { by, email } = await invited({ role: "mentor" });
    const token = await tokenFor(email);
    expect(await asVisitor().invitation.preview({ token })).toEqual({
      email,
      role: "mentor",
      expiresAt: later(INVITATION_DAYS),
      invitedBy: by.name,
      hasAccount: false,
      provider: null,
    });
  });

  it("says when the invited address has an account by now, or must use a provider", async () => {
    const { email } = await invited({ email: `${randomUUID()}@works.example` });
    await createUser(db, { email });
    expect(await asVisitor().invitation.preview({ token: await tokenFor(email) })).toMatchObject({
      hasAccount: true,
      provider: { id: "works", name: "Works" },
    });
  });

  it("ends with the link", async () => {
    const { email } = await invited();
    const token = await tokenFor(email);
    const late = asVisitor({ now: later(INVITATION_DAYS) });
    for (const refusal of await Promise.all(
      [late.invitation.preview({ token }), asVisitor().invitation.preview({ token: "guess" })].map(
        refusalOf,
      ),
    )) {
      expect(refusal.code).toBe("INVALID_LINK");
    }
  });
});

describe("invitation.accept", () => {
  const everyPair = role.options.flatMap((own) =>
    role.options.map((offered) => ({ own, offered, allowed: rank(offered) >= rank(own) })),
  );

  it.each(everyPair)("as $own, of $offered: allowed is $allowed", async (pair) => {
    const { own, offered, allowed } = pair;
    const { id, email } = await invited({ role: offered });
    const token = await tokenFor(email);
    const actor = await createUser(db, { role: own });
    const call = (await as(actor)).invitation.accept({ token });
    if (!allowed) {
      expect(await refusalOf(call)).toEqual({ code: "INVALID_TRANSITION", details: { role: own } });
      expect(await stateOf(id)).toMatchObject({ status: "pending" });
      return;
    }
    expect(await call).toEqual({ role: offered });
    expect(await stateOf(id)).toMatchObject({ status: "accepted", acceptedById: actor.id });
    expect(await db.user.findUnique({ where: { id: actor.id } })).toMatchObject({ role: offered });
    const events = await db.auditEvent.findMany({
      where: { actorId: actor.id },
      orderBy: { seq: "asc" },
      select: { action: true, targetId: true },
    });
    expect(events).toEqual([
      { action: "invitation.accepted", targetId: id },
      ...(own === offered ? [] : [{ action: "member.roleChanged", targetId: actor.id }]),
    ]);
  });

  it("is for one person, of several at once", async () => {
    const { id, email } = await invited({ role: "mentor" });
    const token = await tokenFor(email);
    const people = await Promise.all(Array.from({ length: 5 }, () => createMentee(db)));
    const calls = await Promise.all(people.map((person) => as(person)));
    const outcomes = await Promise.allSettled(
      calls.map((each) => each.invitation.accept({ token })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const mentors = await db.user.findMany({
      where: { id: { in: people.map((person) => person.id) }, role: "mentor" },
    });
    expect(mentors).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ acceptedById: mentors[0]?.id });
  });

  it.each([
    ["is suspended", { status: "suspended" as const }, {}],
    ["is no longer an admin", { role: "pm" as const }, {}],
    ["is erased", {}, { invitedById: null }],
    ["was a service account that has ended", {}, { invitedById: randomUUID() }],
  ])("to a staff role ends when who sent it %s", async (_, change, sent) => {
    const { by, id, email } = await invited({ role: "admin" });
    const token = await tokenFor(email);
    await createUser(db, { role: "admin" });
    await db.user.update({ where: { id: by.id }, data: change });
    await db.invitation.update({ where: { id }, data: sent });
    const mentee = await createMentee(db);
    const call = (await as(mentee)).invitation.accept({ token });
    expect((await refusalOf(call)).code).toBe("INVALID_LINK");
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      role: "mentee",
    });

    // Another admin can answer for it.
    const other = await as(await createUser(db, { role: "admin" }));
    await other.invitation.resend({ id });
    const again = (await as(mentee)).invitation.accept({ token: await tokenFor(email) });
    expect(await again).toEqual({ role: "admin" });
  });

  it("to mentor outlasts who sent it", async () => {
    const { by, email } = await invited({ role: "mentor" });
    const token = await tokenFor(email);
    await createUser(db, { role: "admin" });
    await db.user.update({ where: { id: by.id }, data: { status: "suspended" } });
    expect(await (await as(await createMentee(db))).invitation.accept({ token })).toEqual({
      role: "mentor",
    });
  });

  it("keeps a mentor with upcoming sessions one", async () => {
    const { mentor } = await bookedSession(db, as);
    const { id, email } = await invited({ role: "pm" });
    const token = await tokenFor(email);
    const call = (await as(mentor)).invitation.accept({ token });
    expect((await refusalOf(call)).code).toBe("HAS_FUTURE_SESSIONS");
    expect(await stateOf(id)).toMatchObject({ status: "pending" });
  });

  it("offers the expertise for the profile", async () => {
    const { email } = await invited({ role: "mentor", expertise: ["Chess", "Go"] });
    const person = await as(await createUser(db));
    await person.invitation.accept({ token: await tokenFor(email) });
    const self = await db.user.findFirstOrThrow({
      where: { acceptedInvitations: { some: { email } } },
    });
    expect(await (await as(self)).profile.me()).toMatchObject({
      mentorProfile: null,
      suggestedExpertise: ["Chess", "Go"],
    });
    const settled = await createMentor(db);
    expect((await (await as(settled)).profile.me()).suggestedExpertise).toEqual([]);
  });
});

describe("remindInvited", () => {
  it("reminds once, a week before the end, with a link that works beside the first", async () => {
    const { id, email } = await invited({ role: "mentor" });
    const first = await tokenFor(email);
    const queued = () => db.emailOutbox.count({ where: { recipient: email } });
    await remindInvited({ db, now: later(6) });
    expect(await queued()).toBe(1);
    await Promise.all([1, 2, 3].map(() => remindInvited({ db, now: later(8) })));
    expect(await queued()).toBe(2);
    await remindInvited({ db, now: later(9) });
    expect(await queued()).toBe(2);
    expect(await stateOf(id)).toMatchObject({ remindedAt: later(8) });
    const second = await tokenFor(email);
    expect(second).not.toBe(first);
    const at = { now: later(8) };
    for (const token of [first, second]) {
      expect(await asVisitor(at).invitation.preview({ token })).toMatchObject({ email });
    }
    await (await as(await createMentee(db), at)).invitation.accept({ token: second });
    const again = asVisitor(at).invitation.preview({ token: first });
    expect((await refusalOf(again)).code).toBe("INVALID_LINK");
  });

  it.each(["accepted", "revoked", "expired"])("leaves an %s one alone", async (state) => {
    const { id, email } = await invited();
    const now = later(state === "expired" ? INVITATION_DAYS : 8);
    if (state !== "expired") {
      const status = state === "accepted" ? ("accepted" as const) : ("revoked" as const);
      await db.invitation.update({ where: { id }, data: { status, settledAt: NOW } });
    }
    await sweeps.remindInvited({ db, now });
    expect(await db.emailOutbox.count({ where: { recipient: email } })).toBe(1);
  });
});

describe("forgetInvitations", () => {
  it("deletes them half a year after their links ended", async () => {
    const { id } = await invited();
    await forgetInvitations({ db, now: later(INVITATION_DAYS + 180) });
    expect(await stateOf(id)).toMatchObject({ status: "pending" });
    await forgetInvitations({ db, now: later(INVITATION_DAYS + 181) });
    expect(await db.invitation.findUnique({ where: { id } })).toBeNull();
  });
});

describe("invitation.list", () => {
  it("shows who has come and who has not, page by page", async () => {
    const now = later(400);
    const at = { now };
    const admin = await createUser(db, { role: "admin", name: "Alma Admin" });
    const caller = await as(admin, at);
    const emails = Array.from({ length: 5 }, () => `${randomUUID()}@list.example`);
    await caller.invitation.send({ people: emails.map((email) => ({ email, role: "mentee" })) });
    const [came, gone, late] = emails;
    const find = (email = "") => db.invitation.findFirstOrThrow({ where: { email } });
    const guest = await createMentee(db, { name: "Gil Guest" });
    const row = await find(came);
    const [token = ""] = await issueInvitationLinks(db, [row], { isMailed: true });
    await (await as(guest, at)).invitation.accept({ token });
    await caller.invitation.revoke({ id: (await find(gone)).id });
    await db.invitation.updateMany({
      where: { email: late },
      data: { createdAt: later(380), expiresAt: later(394) },
    });
    const states = async (query: object) => {
      const { items } = await caller.invitation.list({ ...query, limit: 50 });
      return items.filter(({ email }) => emails.includes(email));
    };
    expect(await states({ state: "accepted" })).toMatchObject([
      { email: came, acceptedBy: { id: guest.id, name: "Gil Guest" }, invitedBy: "Alma Admin" },
    ]);
    expect(await states({ state: "revoked" })).toMatchObject([{ email: gone, actions: [] }]);
    expect(await states({ state: "expired" })).toMatchObject([
      { email: late, state: "expired", actions: ["resend", "revoke"] },
    ]);
    expect(await states({ state: "waiting" })).toHaveLength(2);
    expect(await states({ email: late })).toHaveLength(1);
    const first = await caller.invitation.list({ limit: 3 });
    const second = await caller.invitation.list({ limit: 3, cursor: first.nextCursor });
    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(seen).size).toBe(5);
    expect(first.waiting).toBe(2);
  });
});

function rank(of: Role) {
  return role.options.indexOf(of);
}
