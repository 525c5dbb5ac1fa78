import { randomUUID } from "node:crypto";
import { isSomeoneWaiting, testDb } from "@sundial/db/testing";
import { passkeyJoinOptions, type Role } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { afterAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { issueInvitationLinks, settleInvitation } from "../invitation.ts";
import { createMember, frontDoor, PASSWORD } from "../testing/front-door.ts";
import { startOpenIdIssuer } from "../testing/openid-issuer.ts";
import { BASE_URL } from "../testing/people.ts";
import { comeBack, signInThrough, visitProvider } from "../testing/provider-visit.ts";
import { softPasskey } from "../testing/soft-passkey.ts";

const { db } = await testDb();

const client = { clientId: "campus", clientSecret: "a secret of the client" };
const issuer = await startOpenIdIssuer({
  clients: ["campus", "works"].map((id) => ({
    client_id: id,
    client_secret: client.clientSecret,
    redirect_uris: [`${BASE_URL}/api/auth/callback/${id}`],
    token_endpoint_auth_method: "client_secret_basic",
  })),
});
afterAll(() => issuer.stop());

const provider = { kind: "openid" as const, ...client, issuer: issuer.issuer };
const providers = [
  { ...provider, id: "campus", name: "Campus" },
  { ...provider, clientId: "works", id: "works", name: "Works", domains: ["works.example"] },
];
const door = frontDoor(db, { providers });
const strict = frontDoor(db, { providers, requireVerifiedEmail: true });
// Nobody can sign up alone: an invitation is the only way in.
await db.programSettings.update({ where: { id: 1 }, data: { signUpPolicy: "invitation" } });

const inviter = await createMember(db, { role: "admin" });

interface Sent {
  email?: string;
  role?: Role;
  isMailed?: boolean;
  expiresAt?: Date;
}

async function invite({
  email = `${randomUUID()}@new.example`,
  role = "mentor",
  ...sent
}: Sent = {}) {
  const createdAt = new Date(Date.now() - 20 * DAY);
  const { isMailed = true, expiresAt = new Date(Date.now() + DAY) } = sent;
  const invitation = await db.invitation.create({
    data: { email, role, createdAt, expiresAt, invitedById: inviter.id },
  });
  const [token = ""] = await issueInvitationLinks(db, [invitation], { isMailed });
  return { id: invitation.id, email, token };
}

const person = { name: "Ines Neu", timeZone: "Europe/Lisbon" };

const join = (token: string, at = door) =>
  at.post("/join", { ...person, token, password: PASSWORD });

const accepted = (id: string) => db.invitation.findUniqueOrThrow({ where: { id } });

const accountOf = (email: string) => db.user.findUnique({ where: { email } });

describe("joining with a password", () => {
  it("opens the account with the address and role of the invitation, and signs in", async () => {
    const { id, email, token } = await invite();
    const answer = await join(token, strict);
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ email, role: "mentor" });
    const user = await db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ ...person, emailVerified: true, status: "active" });
    expect(await accepted(id)).toMatchObject({ status: "accepted", acceptedById: user.id });
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signedUp" },
      { action: "account.signedIn" },
    ]);
    expect(await door.eventsOf(id)).toMatchObject([
      { action: "invitation.accepted", actorId: user.id, actorRole: "mentor" },
    ]);
    const again = await strict.post("/sign-in/email", { email, password: PASSWORD });
    expect(again.status).toBe(200);
  });

  it("opens an account of staff, too, while who sent it may invite them", async () => {
    const { email, token } = await invite({ role: "pm" });
    await createMember(db, { role: "admin" });
    await db.user.update({ where: { id: inviter.id }, data: { role: "mentor" } });
    expect((await join(token)).status).toBe(400);
    await db.user.update({ where: { id: inviter.id }, data: { role: "admin" } });
    expect((await join(token)).status).toBe(200);
    expect(await accountOf(email)).toMatchObject({ role: "pm" });
  });

  it("replaces the session of somebody else in this browser", async () => {
    const member = await createMember(db);
    const before = await door.post("/sign-in/email", { email: member.email, password: PASSWORD });
    const { email, token } = await invite();
    const body = { ...person, token, password: PASSWORD };
    const answer = await door.post("/join", body, { cookie: before.cookie });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ email });
    expect(await door.sessionOf(before.cookie)).toBeNull();
  });

  it("takes a link once, of several at once", async () => {
    const { email, token } = await invite();
    const tries = Array.from({ length: 6 }, () => () => join(token));
    const answers = await Promise.all(tries.map((attempt) => attempt()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 400, 409].includes(status))).toBe(true);
    expect(await db.user.count({ where: { email } })).toBe(1);
    expect((await join(token)).status).toBe(400);
  });

  it("takes no link that is expired, revoked or for something else", async () => {
    const late = await invite({ expiresAt: new Date(Date.now() - 1) });
    const revoked = await invite();
    await db.invitation.update({
      where: { id: revoked.id },
      data: { status: "revoked", settledAt: new Date() },
    });
    for (const token of [late.token, revoked.token, "guess", "\0"]) {
      const answer = await join(token);
      expect(answer.status).toBe(400);
    }
    expect(await accountOf(late.email)).toBeNull();
    expect(await accountOf(revoked.email)).toBeNull();
  });

  it("says that the address has an account by now, and leaves that as it is", async () => {
    const member = await createMember(db);
    const { id, token } = await invite({ email: member.email, role: "admin" });
    expect(await join(token)).toMatchObject({ status: 409, code: "INVALID_TRANSITION" });
    expect(await accountOf(member.email)).toMatchObject({ role: "mentee" });
    expect(await accepted(id)).toMatchObject({ status: "pending" });
  });

  it("leaves the mailbox unproven with a link that was copied", async () => {
    const open = await invite({ isMailed: false });
    expect((await join(open.token)).status).toBe(200);
    expect(await accountOf(open.email)).toMatchObject({ emailVerified: false });
    const needsProof = await invite({ isMailed: false });
    expect((await join(needsProof.token, strict)).status).toBe(400);
    expect(await accountOf(needsProof.email)).toBeNull();
  });

  it("refuses common passwords and leaves the link", async () => {
    const { token } = await invite();
    const body = { ...person, token, password: "password123" };
    expect(await door.post("/join", body)).toMatchObject({ code: "INVALID_INPUT" });
    expect((await join(token)).status).toBe(200);
  });

  it("sends people of an organization to its provider", async () => {
    const { token, email } = await invite({ email: `${randomUUID()}@works.example` });
    expect(await join(token)).toMatchObject({ code: "PROVIDER_REQUIRED" });
    expect(await accountOf(email)).toBeNull();
  });
});

describe("joining with a passkey", () => {
  const start = async (token: string) => {
    const answer = await door.post("/join/passkey/start", { token, name: person.name });
    return passkeyJoinOptions.parse(JSON.parse(answer.text));
  };

  it("opens an account that has no password, and that the passkey opens again", async () => {
    const { email, token } = await invite();
    const { options, challenge } = await start(token);
    const device = softPasskey(BASE_URL);
    const response = device.register(options);
    const answer = await strict.post("/join/passkey", { ...person, token, challenge, response });
    expect(answer.status).toBe(200);
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ email, role: "mentor" });
    const user = await db.user.findUniqueOrThrow({
      where: { email },
      include: { accounts: true, passkeys: true },
    });
    expect(user).toMatchObject({ emailVerified: true, accounts: [], passkeys: [{}] });
    const ask = await door.post("/sign-in/passkey/start", {});
    const asked = JSON.parse(ask.text);
    const signedIn = await door.post(
      "/sign-in/passkey",
      { response: device.answer(asked.options) },
      { cookie: ask.cookie },
    );
    expect(await door.sessionOf(signedIn.cookie)).toMatchObject({ email });
  });

  it("takes no answer to another challenge, to another invitation's, or twice", async () => {
    const [mine, other] = [await invite(), await invite()];
    const { options, challenge } = await start(mine.token);
    const foreign = await start(other.token);
    const register = (asked: z.infer<typeof passkeyJoinOptions>["options"]) =>
      softPasskey(BASE_URL).register(asked);
    const finish = (body: object) =>
      door.post("/join/passkey", { ...person, token: mine.token, ...body });
    for (const body of [
      { challenge: foreign.challenge, response: register(foreign.options) },
      { challenge, response: register(foreign.options) },
      // The challenge was used up by the try before.
      { challenge, response: register(options) },
    ]) {
      expect(await finish(body)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    }
    expect(await accountOf(mine.email)).toBeNull();
    expect((await join(mine.token)).status).toBe(200);
  });
});

describe("joining with a provider", () => {
  function atIssuer(email: string, rest: { email_verified?: boolean } = {}) {
    const login = randomUUID();
    issuer.add(login, { sub: login, email, email_verified: true, name: "Ines at Campus", ...rest });
    return login;
  }

  const next = (token: string) => `/invitation?token=${token}`;
  const arrive = (token: string, login: string, at = "campus") =>
    signInThrough(door, { provider: at, login, invitation: token, next: next(token) });

  it("opens the account with the invitation's address, whatever the provider calls them", async () => {
    for (const theirs of ["same", "other", "unverified"]) {
      const { id, email, token } = await invite();
      const named = theirs === "same" ? email : `${randomUUID()}@private.example`;
      const login = atIssuer(named, { email_verified: theirs !== "unverified" });
      const back = await arrive(token, login);
      expect(back).toMatchObject({ location: "/welcome", session: { email, role: "mentor" } });
      const user = await db.user.findUniqueOrThrow({ where: { email } });
      expect(user).toMatchObject({ name: "Ines at Campus", emailVerified: true });
      expect(await accepted(id)).toMatchObject({ acceptedById: user.id });
    }
  });

  it("opens the account that an identity or its verified address has, to accept there", async () => {
    const member = await createMember(db, { emailVerified: true });
    const { id, email, token } = await invite();
    const login = atIssuer(member.email);
    for (const _ of ["first by address", "then by identity"]) {
      const back = await arrive(token, login);
      expect(back).toMatchObject({ location: next(token), session: { id: member.id } });
    }
    expect(await accountOf(email)).toBeNull();
    expect(await accepted(id)).toMatchObject({ status: "pending" });
  });

  it("opens nothing with a link that no longer works", async () => {
    const used = await invite();
    await join(used.token);
    const back = await arrive(used.token, atIssuer(`${randomUUID()}@private.example`));
    expect(back).toMatchObject({ reason: "invitationGone", session: null });
    const member = await createMember(db, { emailVerified: true });
    const taken = await invite({ email: member.email });
    const other = await arrive(taken.token, atIssuer(`${randomUUID()}@private.example`));
    expect(other).toMatchObject({ reason: "invitationGone", session: null });
    expect(await db.account.count({ where: { userId: member.id } })).toBe(1);
  });

  it("opens nothing when somebody else accepts while the account is being made", async () => {
    const other = await createMember(db);
    const { email, token } = await invite();
    const login = atIssuer(`${randomUUID()}@private.example`);
    const visit = await visitProvider(door, { provider: "campus", login, invitation: token });
    const back = await db.$transaction(async (tx) => {
      await settleInvitation(tx, {}, { token, user: other, now: new Date() });
      const coming = comeBack(door, visit);
      // Until the arrival waits for the row that this transaction has locked.
      await expect.poll(() => isSomeoneWaiting(tx)).toBe(true);
      return { coming };
    });
    expect(await back.coming).toMatchObject({ reason: "invitationGone", session: null });
    expect(await accountOf(email)).toBeNull();
  });

  it("keeps an organization's addresses with its provider", async () => {
    const { email, token } = await invite({ email: `${randomUUID()}@works.example` });
    const elsewhere = await arrive(token, atIssuer(`${randomUUID()}@private.example`));
    expect(elsewhere).toMatchObject({ reason: "boundElsewhere", session: null });
    const back = await arrive(token, atIssuer(email), "works");
    expect(back).toMatchObject({ location: "/welcome", session: { email, role: "mentor" } });
  });

  it("is closed without an invitation", async () => {
    const back = await signInThrough(door, {
      provider: "campus",
      login: atIssuer(`${randomUUID()}@private.example`),
    });
    expect(back).toMatchObject({ reason: "closed", session: null });
  });
});
