import { randomUUID } from "node:crypto";
import { createMentee, createUser } from "@sundial/db/factories";
import { INVITATION_DAYS, type Role } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { contextOf, NOW, refusalOf, testApi } from "../testing/callers.ts";
import { invitations } from "../testing/invitations.ts";
import { sendInvitations } from "./send.ts";

const { db, as, asService } = await testApi();
const { invited, tokenFor } = invitations(db, as);
const pm = await createUser(db, { role: "pm", name: "Sam Rivera" });
const byPm = await as(pm);

const address = () => `${randomUUID()}@new.example`;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const mentee = (email: string) => ({ email, role: "mentee" as const });

const stored = (email: string) => db.invitation.findMany({ where: { email } });

describe("invitation.send", () => {
  it("says what became of each row, and invites the new ones once", async () => {
    const [fresh, waiting, twice] = [address(), address(), address()];
    const member = await createMentee(db);
    await byPm.invitation.send({ people: [mentee(waiting)] });
    const people = [fresh, waiting, member.email, twice, twice.toUpperCase()].map(mentee);
    const fates = ["new", "invited", "member", "new", "duplicate"];

    const dry = await byPm.invitation.send({ people, dryRun: true });
    expect(dry.people.map(({ fate }) => fate)).toEqual(fates);
    expect(await stored(fresh)).toEqual([]);

    const sent = await byPm.invitation.send({ people });
    expect(sent.people).toEqual([
      { email: fresh, fate: "new", link: null },
      { email: waiting, fate: "invited", link: null },
      { email: member.email, fate: "member", link: null },
      { email: twice, fate: "new", link: null },
      { email: twice, fate: "duplicate", link: null },
    ]);
    expect(await stored(fresh)).toMatchObject([
      { role: "mentee", status: "pending", expiresAt: later(INVITATION_DAYS), invitedById: pm.id },
    ]);
    const emails = await db.emailOutbox.findMany({
      where: { recipient: { in: [fresh, waiting, member.email, twice] } },
      select: { recipient: true, template: true },
    });
    expect(emails).toHaveLength(3);
  });

  it("spaces the emails of a large call, because others wait behind them", async () => {
    const people = Array.from({ length: 200 }, () => mentee(address()));
    await byPm.invitation.send({ people });
    const due = await db.emailOutbox.findMany({
      where: { recipient: { in: people.map(({ email }) => email) } },
      orderBy: { dueAt: "asc" },
      select: { dueAt: true },
    });
    expect(due).toHaveLength(200);
    expect(due[0]?.dueAt).toEqual(NOW);
    expect(due[10]?.dueAt).toEqual(new Date(NOW.getTime() + 15_000));
  });

  it("invites an address once, of several at once", async () => {
    const email = address();
    const calls = Array.from(
      { length: 8 },
      () => () => byPm.invitation.send({ people: [mentee(email)] }),
    );
    const answers = await Promise.all(calls.map((call) => call()));
    const fates = answers.map(({ people }) => people[0]?.fate).sort();
    expect(fates).toEqual([...Array(7).fill("invited"), "new"]);
    expect(await stored(email)).toHaveLength(1);
  });

  it("replaces an invitation whose link has expired", async () => {
    const email = address();
    await byPm.invitation.send({ people: [mentee(email)] });
    const afterwards = await as(pm, { now: later(INVITATION_DAYS) });
    const person = { email, role: "mentor" as const, expertise: ["Chess"] };
    const { people } = await afterwards.invitation.send({ people: [person] });
    expect(people).toEqual([{ email, fate: "new", link: null }]);
    expect(await stored(email)).toMatchObject([{ role: "mentor", expertise: ["Chess"] }]);
  });

  it.each([
    ["pm", ["mentee", "mentor"]],
    ["admin", ["mentee", "mentor", "pm", "admin"]],
  ] as const)("lets a %s invite to %j", async (role, allowed) => {
    const caller = await as(await createUser(db, { role }));
    const all: Role[] = ["mentee", "mentor", "pm", "admin"];
    for (const each of all) {
      const call = caller.invitation.send({ people: [{ email: address(), role: each }] });
      if (allowed.some((one) => one === each)) {
        expect((await call).people[0]?.fate).toBe("new");
      } else {
        expect((await refusalOf(call)).code).toBe("FORBIDDEN");
      }
    }
  });

  it("refuses the whole call for one role that isn't the actor's to give", async () => {
    const email = address();
    const people = [mentee(email), { email: address(), role: "admin" as const }];
    for (const dryRun of [true, false]) {
      expect((await refusalOf(byPm.invitation.send({ people, dryRun }))).code).toBe("FORBIDDEN");
    }
    expect(await stored(email)).toEqual([]);
  });

  it("is for staff and for service accounts that may", async () => {
    const people = [mentee(address())];
    const someone = await as(await createMentee(db));
    expect((await refusalOf(someone.invitation.send({ people }))).code).toBe("FORBIDDEN");
    const { people: sent } = await asService(["invitation:manage"]).invitation.send({ people });
    expect(sent[0]?.fate).toBe("new");
  });

  it("leaves the expertise out for others than mentors", async () => {
    const email = address();
    await byPm.invitation.send({ people: [{ ...mentee(email), expertise: ["Chess"] }] });
    expect(await stored(email)).toMatchObject([{ expertise: [] }]);
  });

  it("returns the links to copy where no emails are sent, again to a retry", async () => {
    const email = address();
    const session = await sessionOf(pm);
    const ctx = { ...contextOf(db, { session, now: NOW }), actor: session, sendsEmail: false };
    const request = { people: [{ ...mentee(email), expertise: [] }], dryRun: false };
    const call = { ...request, idempotencyKey: randomUUID() };
    const first = await sendInvitations(ctx, call);
    expect(await sendInvitations(ctx, call)).toEqual(first);
    const link = new URL(first.people[0]?.link ?? "");
    expect(link.pathname).toBe("/invitation");
    expect(await db.emailOutbox.count({ where: { recipient: email } })).toBe(0);
    const token = link.searchParams.get("token") ?? "";
    expect(await byPm.invitation.preview({ token })).toMatchObject({ email, role: "mentee" });
    const saved = await db.idempotencyKey.findMany({ where: { actorId: pm.id } });
    expect(JSON.stringify(saved)).not.toContain(token);
  });
});

async function sessionOf({ id }: { id: string }) {
  const user = await db.user.findUniqueOrThrow({ where: { id } });
  const expiresAt = later(1);
  return {
    ...user,
    kind: "user" as const,
    credential: "session" as const,
    credentialId: "test",
    expiresAt,
  };
}

describe("invitation.resend and invitation.revoke", () => {
  it("makes a new link for another 14 days and ends the earlier one", async () => {
    const { by, id, email } = await invited();
    const token = await tokenFor(email);
    await db.invitation.update({ where: { id }, data: { remindedAt: NOW } });
    const afterwards = await as(by, { now: later(20) });
    const { invitation, link } = await afterwards.invitation.resend({ id });
    expect(link).toBeNull();
    expect(invitation).toMatchObject({ state: "waiting", remindedAt: null });
    expect(invitation.expiresAt).toEqual(later(20 + INVITATION_DAYS));
    const preview = (used: string) => afterwards.invitation.preview({ token: used });
    expect((await refusalOf(preview(token))).code).toBe("INVALID_LINK");
    expect(await preview(await tokenFor(email))).toMatchObject({ email });
  });

  it("ends the links, once", async () => {
    const { by, id, email } = await invited();
    const token = await tokenFor(email);
    const caller = await as(by);
    expect(await caller.invitation.revoke({ id })).toMatchObject({ state: "revoked", actions: [] });
    expect((await refusalOf(caller.invitation.preview({ token }))).code).toBe("INVALID_LINK");
    expect(await refusalOf(caller.invitation.revoke({ id }))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "revoked" },
    });
    expect((await refusalOf(caller.invitation.resend({ id }))).code).toBe("INVALID_TRANSITION");
    // The address is free for another invitation.
    const { people } = await caller.invitation.send({ people: [mentee(email)] });
    expect(people[0]?.fate).toBe("new");
  });

  it("leaves invitations to staff roles to admins", async () => {
    const { id } = await invited({ role: "admin" });
    expect((await refusalOf(byPm.invitation.revoke({ id }))).code).toBe("FORBIDDEN");
    expect((await refusalOf(byPm.invitation.resend({ id }))).code).toBe("FORBIDDEN");
    expect((await refusalOf(byPm.invitation.revoke({ id: randomUUID() }))).code).toBe("NOT_FOUND");
    const { items } = await byPm.invitation.list({});
    expect(items.find((each) => each.id === id)).toMatchObject({ role: "admin", actions: [] });
  });
});
