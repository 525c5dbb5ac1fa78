import { randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { afterAll, describe, expect, it } from "vitest";
import type { ProviderSettings } from "../index.ts";
import { issueOneTimeToken } from "../one-time-token.ts";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";
import { startOpenIdIssuer } from "../testing/openid-issuer.ts";
import { BASE_URL } from "../testing/people.ts";
import { signInThrough } from "../testing/provider-visit.ts";

const { db } = await testDb();

const issuer = await startOpenIdIssuer({
  clients: ["works", "campus"].map((id) => ({
    client_id: id,
    client_secret: "secret",
    redirect_uris: [`${BASE_URL}/api/auth/callback/${id}`],
  })),
});
afterAll(() => issuer.stop());

const client = { kind: "openid", issuer: issuer.issuer, clientSecret: "secret" } as const;
const providers: ProviderSettings[] = [
  {
    ...client,
    id: "works",
    name: "Works",
    clientId: "works",
    domains: ["works.example"],
    roles: { claim: "groups", map: { mentors: "mentor", staff: "pm", owners: "admin" } },
  },
  { ...client, id: "campus", name: "Campus", clientId: "campus" },
];
const door = frontDoor(db, { providers });
const before = frontDoor(db);

const address = (domain = "works.example") => `${randomUUID()}@${domain}`;

function employee(groups?: string[], email = address()) {
  const login = randomUUID();
  const person = { sub: login, email, email_verified: true, name: "Wanda Works" };
  issuer.add(login, groups === undefined ? person : { ...person, groups });
  return { login, email };
}

const arrive = (login: string, provider = "works") => signInThrough(door, { provider, login });

const required = {
  status: 403,
  code: "PROVIDER_REQUIRED",
  details: { provider: "works", name: "Works" },
};

describe("people of an organization", () => {
  it("sign in with its issuer", async () => {
    const { login, email } = employee();
    expect((await arrive(login)).session).toMatchObject({
      email,
      role: "mentee",
      status: "active",
    });
  });

  it("come in no other way, known or unknown, and learn which is theirs", async () => {
    const known = await createMember(db, { email: address(), emailVerified: true });
    for (const email of [known.email, known.email.toUpperCase(), address()]) {
      const person = { ...newPerson(), email };
      for (const [path, body] of [
        ["/sign-in/email", { email, password: PASSWORD }],
        ["/sign-up/email", person],
        ["/request-password-reset", { email }],
        ["/sign-in/email-link", { email }],
      ] as const) {
        expect(await door.post(path, body), `${path} ${email}`).toMatchObject(required);
      }
    }
    expect(await db.session.count({ where: { userId: known.id } })).toBe(0);
    const stranger = employee(undefined, known.email);
    const back = await arrive(stranger.login, "campus");
    expect(back).toMatchObject({ reason: "boundElsewhere", session: null });
  });

  it("can't use links from before the domain was bound", async () => {
    const user = await createMember(db, { email: address(), emailVerified: true });
    await before.post("/request-password-reset", { email: user.email });
    const token = await before.tokenFor(user.email);
    const reset = { token, newPassword: "a password nobody has used" };
    expect(await door.post("/reset-password", reset)).toMatchObject(required);
    const { cookie } = await before.post("/sign-in/email-link", { email: user.email });
    const link = { token: await before.tokenFor(user.email) };
    expect(await door.post("/complete-email-link", link, { cookie })).toMatchObject(required);
    const signUp = newPerson({ email: address() });
    const strict = frontDoor(db, { requireVerifiedEmail: true });
    await strict.post("/sign-up/email", signUp);
    const confirmation = { token: await strict.tokenFor(signUp.email), password: PASSWORD };
    expect(await door.post("/confirm-address", confirmation)).toMatchObject(required);
  });

  it("can't use another provider that was connected before", async () => {
    const user = await createMember(db, { email: address(), emailVerified: true });
    const login = randomUUID();
    issuer.add(login, { sub: login, email: address("home.example"), email_verified: true });
    const data = { userId: user.id, providerId: "campus", accountId: login };
    await db.account.create({ data });
    const back = await arrive(login, "campus");
    expect(back).toMatchObject({ reason: "boundElsewhere", session: null });
  });

  it("are the only ones whom the issuer vouches for", async () => {
    const victim = await createMember(db, { emailVerified: true });
    for (const email of [victim.email, address("sub.works.example"), address("notworks.example")]) {
      const back = await arrive(employee(undefined, email).login);
      expect(back).toMatchObject({ reason: "foreignAddress", session: null });
    }
    expect(await db.account.count({ where: { userId: victim.id } })).toBe(1);
  });
});

describe("groups", () => {
  it.each([
    [["mentors"], "mentor"],
    [["mentors", "staff"], "pm"],
    [["owners"], "admin"],
    [["admin", "everyone"], "mentee"],
    [[], "mentee"],
  ])("%j make a %s", async (groups, role) => {
    expect((await arrive(employee(groups).login)).session).toMatchObject({ role });
  });

  it("that a person joins or leaves count from the next sign-in", async () => {
    const { login, email } = employee(["staff"]);
    const first = await arrive(login);
    expect(first.session).toMatchObject({ role: "pm" });
    issuer.add(login, { sub: login, email, email_verified: true, groups: [] });
    const second = await arrive(login);
    expect(second.session).toMatchObject({ id: first.session?.id, role: "mentee" });
    expect(await door.sessionOf(first.cookie)).toMatchObject({ role: "mentee" });
    const events = await door.eventsOf(first.session?.id ?? "");
    expect(events.filter(({ action }) => action === "member.roleChanged")).toMatchObject([
      { actorId: null, reason: "Named by Works" },
      { actorId: null, reason: "Named by Works" },
    ]);
  });

  it("leave a mentor with an upcoming session in place until it is over", async () => {
    const { login, email } = employee(["mentors"]);
    const first = await arrive(login);
    const mentorId = first.session?.id ?? "";
    const mentee = await createMember(db);
    const minute = 60_000;
    const startsAt = new Date(Math.ceil(Date.now() / minute) * minute + 10 * minute);
    const endsAt = new Date(startsAt.getTime() + 30 * minute);
    const session = await db.officeSession.create({
      data: {
        mentorId,
        menteeId: mentee.id,
        createdById: mentee.id,
        status: "scheduled",
        startsAt,
        endsAt,
        blockedUntil: endsAt,
        topic: "A question",
        mentorTimeZone: "UTC",
        menteeTimeZone: "UTC",
        claims: { create: { userId: mentorId, kind: "session", startsAt, endsAt } },
      },
    });
    issuer.add(login, { sub: login, email, email_verified: true, groups: [] });
    expect((await arrive(login)).session).toMatchObject({ role: "mentor" });
    await db.timeClaim.deleteMany({ where: { officeSessionId: session.id } });
    expect((await arrive(login)).session).toMatchObject({ role: "mentee" });
  });

  it("of an issuer that governs no roles change nothing", async () => {
    const { login } = employee(["owners"], address("home.example"));
    expect((await arrive(login, "campus")).session).toMatchObject({ role: "mentee" });
  });

  it("leave the last admin in place", async () => {
    await db.user.updateMany({ where: { role: "admin" }, data: { status: "active" } });
    const { login, email } = employee(["owners"]);
    const first = await arrive(login);
    const others = { role: "admin", id: { not: first.session?.id ?? "" } } as const;
    await db.user.updateMany({ where: others, data: { role: "mentee" } });
    issuer.add(login, { sub: login, email, email_verified: true, groups: [] });
    expect((await arrive(login)).session).toMatchObject({ role: "admin" });
  });
});

it("connects no provider to an account that another one is bound to", async () => {
  const user = await createMember(db, { email: address(), emailVerified: true });
  const session = await before.post("/sign-in/email", { email: user.email, password: PASSWORD });
  const token = await issueOneTimeToken(db, {
    purpose: "account.connectProvider",
    subject: user.id,
    data: { provider: "campus" },
    expiresAt: new Date(Date.now() + 60_000),
  });
  const started = await door.post("/link-social", { token }, { cookie: session.cookie });
  expect(started).toMatchObject({ status: 403, code: "PROVIDER_REQUIRED" });
});
