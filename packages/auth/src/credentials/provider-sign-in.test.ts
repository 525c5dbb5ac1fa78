import { randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { DAY, HOUR } from "@sundial/validators/durations";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { createMember, frontDoor, PASSWORD } from "../testing/front-door.ts";
import { type IssuerPerson, startOpenIdIssuer } from "../testing/openid-issuer.ts";
import { BASE_URL } from "../testing/people.ts";
import { comeBack, signInThrough, visitProvider } from "../testing/provider-visit.ts";
import { addTotpFactor, totpCode } from "../testing/second-factors.ts";

const { db } = await testDb();

const client = { clientId: "sundial", clientSecret: "a secret of the client / + %" };
const issuer = await startOpenIdIssuer({
  clients: ["campus", "vault"].map((id) => ({
    client_id: id,
    client_secret: client.clientSecret,
    redirect_uris: [`${BASE_URL}/api/auth/callback/${id}`],
    id_token_signed_response_alg: id === "vault" ? "ES256" : "RS256",
    token_endpoint_auth_method: "client_secret_basic",
  })),
});
afterAll(() => issuer.stop());

const providers = [
  { kind: "openid", id: "campus", name: "Campus", issuer: issuer.issuer },
  {
    kind: "openid",
    id: "vault",
    name: "Vault",
    issuer: issuer.issuer,
    secondFactor: { amr: ["mfa"] },
  },
].map((each) => ({ ...each, kind: "openid" as const, ...client, clientId: each.id }));

const door = frontDoor(db, { providers });
const strict = frontDoor(db, { providers, requireVerifiedEmail: true });

/** Somebody whom the issuer knows; their login is their subject. */
function newcomer(person: Partial<IssuerPerson> = {}) {
  const login = randomUUID();
  const known = {
    sub: login,
    email: `${login}@example.org`,
    email_verified: true,
    name: "Ada Lovelace",
    ...person,
  };
  issuer.add(login, known);
  return { ...known, login };
}

const arrive = (login: string, rest: { next?: string; provider?: string; cookie?: string } = {}) =>
  signInThrough(door, { provider: "campus", login, ...rest });

/** The second step, in the browser that has been at the provider. */
const complete = ({ cookie }: { cookie: string }, code: string, at = door) =>
  at.post("/complete-sign-in", { code }, { cookie });

const waysInOf = async (userId: string) => {
  const accounts = await db.account.findMany({ where: { userId }, orderBy: { providerId: "asc" } });
  return accounts.map(({ providerId, accountId }) => [providerId, accountId]);
};

/** A change of the next ID tokens, until the test ends. */
function tamperWith(change: Parameters<typeof issuer.tamperWith>[0]) {
  issuer.tamperWith(change);
  onTestFinished(() => issuer.tamperWith(undefined));
}

describe("somebody new", () => {
  it("gets an account with a proven mailbox and a session, and goes where they wanted", async () => {
    const { login, email } = newcomer();
    const back = await arrive(login, { next: "/sessions?when=past" });
    expect(back).toMatchObject({ status: 302, location: "/sessions?when=past" });
    expect(back.session).toMatchObject({ email, role: "mentee", name: "Ada Lovelace" });
    const user = await db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ emailVerified: true, timeZone: "Europe/London" });
    expect(await waysInOf(user.id)).toEqual([["campus", login]]);
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signedUp" },
      { action: "account.signedIn" },
    ]);
    const again = await arrive(login);
    expect(again.session).toMatchObject({ id: user.id });
    expect(await db.user.count({ where: { email } })).toBe(1);
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "never goes to %s afterwards",
    async (next) => {
      const { login } = newcomer();
      expect(await arrive(login, { next })).toMatchObject({ location: "/mentors" });
    },
  );

  it("comes in with the longest path, and its cookie fits in a browser", async () => {
    for (const next of [`/sessions?${"é".repeat(80)}`, `/sessions?${"x".repeat(1_900)}`]) {
      const { login } = newcomer();
      const { cookies, ...visit } = await visitProvider(door, { provider: "campus", login, next });
      expect(cookies.length).toBeLessThan(4_000);
      expect((await comeBack(door, { cookies, ...visit })).session).not.toBeNull();
    }
  });

  it("gets one account when they arrive twice at once", async () => {
    const { login, email } = newcomer();
    const visit = { provider: "campus", login };
    const [one, two] = [await visitProvider(door, visit), await visitProvider(door, visit)];
    const both = await Promise.all([comeBack(door, one), comeBack(door, two)]);
    expect(both.map(({ session }) => session?.id)).toEqual([
      both[0]?.session?.id,
      both[0]?.session?.id,
    ]);
    expect(await db.user.count({ where: { email } })).toBe(1);
  });

  it("is named after their address when the provider tells no usable name", async () => {
    const { login, email } = newcomer({ name: "\u0007" });
    await arrive(login);
    expect(await db.user.findUniqueOrThrow({ where: { email } })).toMatchObject({ name: login });
  });

  it.each([
    ["false", { email_verified: false }, "unverifiedAddress"],
    ["missing", { email_verified: undefined }, "unverifiedAddress"],
    ["the text true", { email_verified: "true" }, "unverifiedAddress"],
    ["an address missing", { email: undefined }, "noAddress"],
    ["a placeholder", { email: "ada@nowhere.invalid" }, "noAddress"],
    ["no address", { email: "ada" }, "noAddress"],
  ])("gets no account with email_verified or address: %s", async (_, person, reason) => {
    const { login, email } = newcomer(person);
    expect(await arrive(login)).toMatchObject({ reason, session: null });
    expect(await db.user.count({ where: { email: email ?? "none" } })).toBe(0);
  });
});

describe("somebody with an account", () => {
  it("joins it with a verified address, and its owner is told", async () => {
    const person = newcomer();
    const user = await createMember(db, { email: person.email, emailVerified: true });
    const back = await arrive(person.login);
    expect(back.session).toMatchObject({ id: user.id });
    expect(await waysInOf(user.id)).toEqual([
      ["campus", person.login],
      ["credential", user.id],
    ]);
    const signIn = { email: user.email, password: PASSWORD };
    expect(await door.post("/sign-in/email", signIn)).toMatchObject({ status: 200 });
    expect(await door.emailsTo(user.email)).toMatchObject([
      { template: "account.signInMethodConnected", data: { provider: "Campus" } },
    ]);
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "signInMethod.connected", actorId: user.id },
      { action: "account.signedIn" },
      { action: "account.signedIn" },
    ]);
  });

  it.each([{ email_verified: false }, { email_verified: undefined }, { email_verified: "true" }])(
    "doesn't join it with an unverified one: %j",
    async (unverified) => {
      const person = newcomer(unverified);
      const user = await createMember(db, { email: person.email, emailVerified: true });
      const back = await arrive(person.login);
      expect(back).toMatchObject({ reason: "unverifiedAddress", session: null });
      expect(await waysInOf(user.id)).toEqual([["credential", user.id]]);
      expect(await door.eventsOf(user.id)).toMatchObject([{ action: "account.signInFailed" }]);
    },
  );

  it("removes what a stranger set up before the mailbox was proven", async () => {
    const person = newcomer();
    const [stranger, strangers] = [newcomer(), { password: PASSWORD, email: person.email }];
    const user = await createMember(db, { email: person.email, emailVerified: false });
    await addTotpFactor(db, user);
    await db.account.create({
      data: { userId: user.id, providerId: "vault", accountId: stranger.login },
    });
    const created = { userId: user.id, createdAt: new Date() };
    await db.calendarFeed.create({ data: { ...created, tokenHash: randomUUID() } });
    const session = await db.session.create({
      data: { userId: user.id, token: randomUUID(), expiresAt: new Date(Date.now() + DAY) },
    });

    const back = await arrive(person.login);
    expect(back.session).toMatchObject({ id: user.id });
    expect(await waysInOf(user.id)).toEqual([["campus", person.login]]);
    expect(await db.session.count({ where: { id: session.id } })).toBe(0);
    expect(await db.totpFactor.count({ where: { userId: user.id } })).toBe(0);
    const feeds = await db.calendarFeed.findMany({ where: { userId: user.id } });
    expect(feeds.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    expect(await door.post("/sign-in/email", strangers)).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    const stillOut = await signInThrough(door, { provider: "vault", login: stranger.login });
    expect(stillOut.session?.id).not.toBe(user.id);
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.emailVerified).toBe(true);
    const [email] = await door.emailsTo(user.email);
    expect(email?.data).toMatchObject({ everythingEnded: true });
  });

  it("comes in by the identity, whatever address the provider names later", async () => {
    const person = newcomer();
    const first = await arrive(person.login);
    const other = await createMember(db, { emailVerified: true });
    issuer.add(person.login, { ...person, email: other.email });
    const second = await arrive(person.login);
    expect(second.session).toMatchObject({ id: first.session?.id, email: person.email });
    expect(await waysInOf(other.id)).toEqual([["credential", other.id]]);
  });

  it("is kept apart from the next owner of their address", async () => {
    const person = newcomer();
    const first = await arrive(person.login);
    const next = newcomer({ email: person.email });
    const back = await arrive(next.login);
    expect(back).toMatchObject({ reason: "otherIdentity", session: null });
    expect(await waysInOf(first.session?.id ?? "")).toEqual([["campus", person.login]]);
  });

  it("is told apart from the same subject at another provider", async () => {
    const login = randomUUID();
    const email = `${login}@example.org`;
    issuer.add(login, { sub: login, email, email_verified: true });
    const first = await arrive(login);
    issuer.add(login, { sub: login, email: `other-${email}`, email_verified: true });
    const second = await signInThrough(door, { provider: "vault", login });
    expect(second.session?.id).not.toBe(first.session?.id);
  });

  it("stays out while suspended, and erased people begin anew", async () => {
    const person = newcomer();
    const user = await createMember(db, {
      email: person.email,
      emailVerified: true,
      status: "suspended",
    });
    expect(await arrive(person.login)).toMatchObject({ reason: "suspended", session: null });
    expect(await waysInOf(user.id)).toEqual([["credential", user.id]]);
    const known = newcomer();
    const first = await arrive(known.login);
    await db.user.update({ where: { id: first.session?.id }, data: { status: "suspended" } });
    expect(await arrive(known.login)).toMatchObject({ reason: "suspended", session: null });
  });

  it("must have a confirmed address where that is required", async () => {
    const person = newcomer();
    const user = await createMember(db, { emailVerified: false });
    await db.account.create({
      data: { userId: user.id, providerId: "campus", accountId: person.login },
    });
    const visit = { provider: "campus", login: person.login };
    expect(await signInThrough(strict, visit)).toMatchObject({
      reason: "unconfirmedAccount",
      session: null,
    });
    issuer.add(person.login, { ...person, email: user.email });
    const back = await signInThrough(strict, visit);
    expect(back.session).toMatchObject({ id: user.id });
  });

  it("needs no confirmed address when a migrated account has none", async () => {
    const person = newcomer();
    const user = await createMember(db, {
      email: `u-${randomUUID()}@no-email.invalid`,
      emailVerified: false,
      mustVerifyEmail: true,
    });
    await db.account.create({
      data: { userId: user.id, providerId: "campus", accountId: person.login },
    });
    const back = await signInThrough(strict, { provider: "campus", login: person.login });
    expect(back.session).toMatchObject({ id: user.id });
  });
});

describe("two-factor authentication", () => {
  it("is asked for in a step of its own, which is no session", async () => {
    const person = newcomer();
    const user = await createMember(db, { email: person.email, emailVerified: true });
    const { secret } = await addTotpFactor(db, user);
    const back = await arrive(person.login, { next: "/profile" });
    expect(back).toMatchObject({ location: "/sign-in/code", session: null });
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    const wrong = await complete(back, "000000");
    expect(wrong).toMatchObject({ status: 401, code: "INVALID_CODE" });
    const elsewhere = await door.post("/complete-sign-in", { code: totpCode(secret, new Date()) });
    expect(elsewhere).toMatchObject({ status: 400, code: "INVALID_LINK" });
    const right = await complete(back, totpCode(secret, new Date()));
    expect(right).toMatchObject({ status: 200, text: '{"next":"/profile"}' });
    expect(await door.sessionOf(right.cookie)).toMatchObject({ id: user.id });
    const twice = await complete(back, totpCode(secret, new Date()));
    expect(twice).toMatchObject({ code: "INVALID_LINK" });
  });

  it("allows five codes, five minutes and no change of access in between", async () => {
    const person = newcomer();
    const user = await createMember(db, { email: person.email, emailVerified: true });
    const { secret } = await addTotpFactor(db, user);
    const back = await arrive(person.login);
    for (let tries = 0; tries < 5; tries++) {
      await complete(back, "000000");
    }
    await db.totpFactor.updateMany({
      where: { userId: user.id },
      data: { wrongCodes: 0, waitsUntil: null },
    });
    const sixth = await complete(back, totpCode(secret, new Date()));
    expect(sixth).toMatchObject({ code: "INVALID_LINK" });

    const second = await arrive(person.login);
    const later = frontDoor(db, { providers, now: () => new Date(Date.now() + 6 * 60_000) });
    const late = await complete(second, totpCode(secret, new Date()), later);
    expect(late).toMatchObject({ code: "INVALID_LINK" });

    const third = await arrive(person.login);
    await db.user.update({ where: { id: user.id }, data: { authEpoch: { increment: 1 } } });
    const stale = await complete(third, totpCode(secret, new Date()));
    expect(stale).toMatchObject({ code: "INVALID_LINK" });
  });

  it("isn't asked for when a trusted provider proves it, and only then", async () => {
    const person = newcomer();
    const user = await createMember(db, { email: person.email, emailVerified: true });
    await addTotpFactor(db, user);
    const visit = { provider: "vault", login: person.login };
    tamperWith((claims) => ({ ...claims, amr: ["pwd", "mfa"] }));
    const trusted = await signInThrough(door, visit);
    expect(trusted.session).toMatchObject({ id: user.id });
    expect(await arrive(person.login)).toMatchObject({ location: "/sign-in/code", session: null });
    for (const amr of [["pwd"], "mfa", undefined]) {
      issuer.tamperWith((claims) => ({ ...claims, amr }));
      const oneFactor = await signInThrough(door, visit);
      expect(oneFactor).toMatchObject({ location: "/sign-in/code", session: null });
    }
  });

  it("stops people whose factor couldn't be migrated, whatever the provider proves", async () => {
    const person = newcomer();
    const about = { email: person.email, emailVerified: true, mustEnrolFactor: true };
    await createMember(db, about);
    tamperWith((claims) => ({ ...claims, amr: ["mfa"] }));
    const back = await signInThrough(door, { provider: "vault", login: person.login });
    expect(back).toMatchObject({ reason: "factorLost", session: null });
  });
});

describe("the provider's answer", () => {
  it("comes with state, PKCE and a nonce, and with ES256 as well as RS256", async () => {
    const { login } = newcomer();
    const { url } = await visitProvider(door, { provider: "campus", login });
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      code_challenge_method: "S256",
      response_type: "code",
      redirect_uri: `${BASE_URL}/api/auth/callback/campus`,
      state: expect.stringMatching(/^.{32}$/),
      nonce: expect.stringMatching(/^.{32}$/),
      code_challenge: expect.stringMatching(/^.{43}$/),
    });
    const back = await signInThrough(door, { provider: "vault", login });
    expect(back.session).not.toBeNull();
  });

  it("may be signed with new keys", async () => {
    const { login } = newcomer();
    await arrive(login);
    await issuer.rotateKeys();
    expect((await arrive(login)).session).not.toBeNull();
  });

  it.each([
    ["a wrong audience", { aud: "another-client" }],
    ["another client among the audiences", { aud: ["campus", "other"], azp: "other" }],
    ["a wrong nonce", { nonce: "another" }],
    ["no nonce", { nonce: undefined }],
    ["another issuer", { iss: "https://evil.example" }],
    ["a stale iat", { iat: Math.floor((Date.now() - HOUR) / 1000) }],
    ["a future iat", { iat: Math.floor((Date.now() + HOUR) / 1000) }],
    ["an expiry in the past", { exp: Math.floor((Date.now() - HOUR) / 1000) }],
    ["no expiry", { exp: undefined }],
  ])("is rejected with %s", async (_, change) => {
    const { login, email } = newcomer();
    tamperWith((claims) => ({ ...claims, ...change }));
    expect(await arrive(login)).toMatchObject({ reason: "invalid", session: null });
    expect(await db.user.count({ where: { email } })).toBe(0);
  });

  it("is rejected without its state, from another browser, a second time, and for another provider", async () => {
    const { login } = newcomer();
    const visit = await visitProvider(door, { provider: "campus", login });
    const without = new URL(visit.back);
    without.searchParams.delete("state");
    const changed = new URL(visit.back);
    changed.searchParams.set("state", "x".repeat(32));
    const mixedUp = new URL(visit.back);
    mixedUp.pathname = "/api/auth/callback/vault";
    for (const attempt of [
      { ...visit, back: without },
      { ...visit, back: changed },
      { ...visit, back: mixedUp },
      { ...visit, cookies: "" },
    ]) {
      const back = await comeBack(door, attempt);
      expect(back.location).toMatch(/^\/sign-in\/problem\?/);
      expect(back.session).toBeNull();
    }
    const first = await comeBack(door, visit);
    expect(first.session).not.toBeNull();
    // The browser's cookie is gone by now; even with a copy of it, the code is used up.
    const replayed = await comeBack(door, visit);
    expect(replayed).toMatchObject({ reason: "invalid", session: null });
  });

  it("is rejected when it names another issuer, or none although the provider promises to", async () => {
    for (const iss of ["https://evil.example", null]) {
      const { login } = newcomer();
      const visit = await visitProvider(door, { provider: "campus", login });
      if (iss === null) visit.back.searchParams.delete("iss");
      else visit.back.searchParams.set("iss", iss);
      expect(await comeBack(door, visit)).toMatchObject({ reason: "invalid", session: null });
    }
  });

  it("may be a refusal", async () => {
    const { login } = newcomer();
    const visit = await visitProvider(door, { provider: "campus", login });
    const state = visit.back.searchParams.get("state") ?? "";
    const answer = async (error: string) => {
      const { cookies } = visit;
      const back = new URL(`${BASE_URL}/api/auth/callback/campus`);
      back.search = new URLSearchParams({ state, error }).toString();
      return (await comeBack(door, { back, cookies })).reason;
    };
    expect(await answer("access_denied")).toBe("refused");
    expect(await answer("temporarily_unavailable")).toBe("away");
    expect(await answer("<script>")).toBe("refused");
  });

  it("may be missing, and then a page says so", async () => {
    const { login } = newcomer();
    const visit = await visitProvider(door, { provider: "campus", login });
    issuer.become("away");
    onTestFinished(() => issuer.become("back"));
    expect(await comeBack(door, visit)).toMatchObject({ reason: "away", session: null });
    const fresh = frontDoor(db, { providers });
    const started = await fresh.post("/sign-in/social", { provider: "campus", timeZone: "UTC" });
    expect(started).toMatchObject({ status: 200, text: expect.stringContaining("reason=away") });
  });

  it("leads to a page when the fault is ours", async () => {
    const { login } = newcomer();
    const visit = await visitProvider(door, { provider: "campus", login });
    const faulty = frontDoor(db, {
      providers,
      now: () => {
        throw new Error("the clock is broken");
      },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    expect(await comeBack(faulty, visit)).toMatchObject({ status: 302, reason: "trouble" });
  });

  it("leaves no token, code or subject in events, emails and logs", async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string) =>
      void lines.push(JSON.stringify({ ...fields, message }));
    const logged = frontDoor(db, { providers, log: { info: note, warn: note, error: note } });
    const { login } = newcomer();
    tamperWith((claims) => ({ ...claims, nonce: "another" }));
    const visit = await visitProvider(logged, { provider: "campus", login });
    await comeBack(logged, visit);
    issuer.tamperWith(undefined);
    await comeBack(logged, { ...visit, cookies: "" });
    const good = await visitProvider(logged, { provider: "campus", login });
    await comeBack(logged, good);
    const { events, emails } = await logged.writtenDown();
    const secrets = [visit, good].flatMap(({ back, url }) => [
      back.searchParams.get("code") ?? "none",
      back.searchParams.get("state") ?? "none",
      url.searchParams.get("nonce") ?? "none",
    ]);
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [...secrets, client.clientSecret, login]) {
      expect([...lines, events, emails].join("\n")).not.toContain(secret);
    }
    const [account] = await db.account.findMany({ where: { accountId: login } });
    expect(account).toMatchObject({ accessToken: null, refreshToken: null, idToken: null });
  });
});
