import { cognitoPasswordCheck } from "@sundial/auth";
import { frontDoor } from "@sundial/auth/testing/front-door";
import { startOpenIdIssuer } from "@sundial/auth/testing/openid-issuer";
import { signInThrough } from "@sundial/auth/testing/provider-visit";
import { userPool } from "@sundial/auth/testing/user-pool";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invite } from "./engine/invite.ts";
import { everybody } from "./engine/ways-in.ts";
import { insertFactor, insertIdentity, insertUser } from "./testing/hostile-users.ts";
import { move } from "./testing/move.ts";
import { moveCase } from "./testing/move-case.ts";
import { poolCase } from "./testing/pool-case.ts";
import { federatedUser, POOL, poolUser, sub } from "./testing/pool-users.ts";

const HASH = "$2a$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS";
const PASSWORD = "correct horse battery staple";
const SITE = "http://localhost:3000";

const silent = { progress: { say: () => {}, count: () => {} }, isStopping: () => false };

const client = { clientId: "sundial", clientSecret: "a secret of the client" };
const issuer = await startOpenIdIssuer({
  clients: ["google", "campus"].map((id) => ({
    client_id: id,
    client_secret: client.clientSecret,
    redirect_uris: [`${SITE}/api/auth/callback/${id}`],
    token_endpoint_auth_method: "client_secret_basic",
  })),
});
afterAll(() => issuer.stop());

/** Google, as a provider of this program; the issuer stands in for it. */
const google = {
  kind: "openid" as const,
  id: "google",
  name: "Google",
  issuer: issuer.issuer,
  ...client,
  clientId: "google",
};
const campus = { ...google, id: "campus", name: "Campus", clientId: "campus" };
const GOOGLE = { id: "google", domains: [] };

const moving = await moveCase();
const { source, db } = moving;
afterAll(moving.end);

/** One person of each way in; the name is the address's local part. */
const ids: Record<string, string> = {};
const person = async (name: string, user: Parameters<typeof insertUser>[1] = {}) => {
  const id = await insertUser(source, { email: `${name}@example.org`, ...user });
  ids[name] = id;
  return id;
};
const noAddress = { email: null, email_confirmed_at: null };
const noConfirmation = { email_confirmed_at: null };

beforeAll(async () => {
  await person("password", { encrypted_password: HASH });
  await insertIdentity(source, await person("both", { encrypted_password: HASH }), "google", "1");
  await insertIdentity(source, await person("google"), "google", "2");
  await insertIdentity(source, await person("google-unconfirmed", noConfirmation), "google", "3");
  await insertIdentity(source, await person("google-no-address", noAddress), "google", "4");
  await insertIdentity(source, await person("github"), "github", "5");
  await insertIdentity(source, await person("apple"), "apple", "6");
  await insertIdentity(source, await person("azure"), "azure", "pairwise, of no use here");
  await insertIdentity(source, await person("apple-no-address", noAddress), "apple", "8");
  await insertIdentity(source, await person("email"), "email", "9");
  await person("phone", { ...noAddress, phone: "49301234567", encrypted_password: HASH });
  await person("none", { ...noAddress, is_anonymous: true, raw_user_meta_data: "{}" });
  await insertFactor(source, await person("passkey", { encrypted_password: HASH }), {
    type: "webauthn",
    secret: null,
  });
  // Choosing a password wouldn't let them in.
  await insertFactor(source, await person("passkey-alone"), { type: "webauthn", secret: null });
  await person("banned", { encrypted_password: HASH, banned_until: "infinity" });
  await person("deleted", { encrypted_password: HASH, deleted_at: "2025-05-05" });
  await person("mistyped", { email: "no address" });
});

describe("a Supabase project", () => {
  test("counts everybody once by way in, before and after, rehearsed and migrated", async () => {
    const rehearsed = await move(moving, "rehearse", { offered: [GOOGLE] });
    const { report } = await move(moving, "apply", { offered: [GOOGLE] });
    expect(rehearsed.report.waysIn).toEqual(report.waysIn);
    const { before, after, providers } = report.waysIn;
    expect(before).toMatchObject({
      password: 6,
      oldPassword: 0,
      provider: 3,
      otherProvider: 4,
      email: 3,
      phone: 0,
      none: 1,
      notMigrated: 0,
    });
    expect(after).toEqual({
      password: 2,
      unknownPassword: 0,
      oldPassword: 0,
      provider: 3,
      otherProvider: 2,
      email: 2,
      phone: 1,
      none: 2,
      locked: 2,
      suspended: 1,
      notMigrated: 2,
      pending: 0,
    });
    expect([before ?? after, after].map(everybody)).toEqual([17, 17]);
    expect(providers).toEqual([
      { id: "google", people: 4, isSetUp: true },
      { id: "apple", people: 2, isSetUp: false },
      { id: "github", people: 1, isSetUp: false },
    ]);
  });

  test("counts people of an organization with its own provider there, and only there", async () => {
    const offered = [GOOGLE, { id: "campus", domains: ["example.org"] }];
    const { report } = await move(moving, "apply", { offered });
    expect(report.waysIn.after).toMatchObject({ password: 0, provider: 9, email: 0 });
    expect(everybody(report.waysIn.after)).toBe(17);
    const run = { runId: report.run, limit: 100, unverified: true, now: new Date() };
    expect(await invite(db, { ...run, offered, invitedBefore: undefined }, silent)).toBe(0);
  });

  const door = frontDoor(db, { providers: [google] });
  const arrive = (name: string, subject: string, email?: string) => {
    issuer.add(name, { sub: subject, email: email ?? `${name}@example.org`, email_verified: true });
    return signInThrough(door, { provider: "google", login: name });
  };

  test("people with a password sign in with it, and nobody who must stay out does", async () => {
    const codes: Record<string, string | undefined> = {};
    for (const name of ["password", "both", "passkey", "banned", "deleted"]) {
      const email = `${name}@example.org`;
      const { status, code } = await door.post("/sign-in/email", { email, password: PASSWORD });
      codes[name] = code ?? String(status);
    }
    expect(codes).toEqual({
      password: "200",
      both: "200",
      passkey: "SECOND_FACTOR_LOST",
      banned: "ACCOUNT_SUSPENDED",
      deleted: "INVALID_CREDENTIALS",
    });
  });

  test.each([
    ["google", "2", undefined],
    ["google-unconfirmed", "3", undefined],
    ["google-no-address", "4", "somewhere@example.com"],
  ])("%s signs in with the identity that was migrated, at once", async (name, subject, email) => {
    expect((await arrive(name, subject, email)).session).toMatchObject({ id: ids[name] });
  });

  test("Microsoft's people without a directory id come in by the address it vouches for", async () => {
    const microsoft = { ...campus, id: "campus", vouchesForAddresses: true };
    const at = frontDoor(db, { providers: [microsoft] });
    issuer.add("azure", { sub: "the directory id", email: "azure@example.org" });
    const { session } = await signInThrough(at, { provider: "campus", login: "azure" });
    expect(session).toMatchObject({ id: ids.azure });
  });

  const cases = ["github", "apple", "email"].flatMap((name) =>
    [true, false].map((isGoogleHere) => [name, isGoogleHere] as const),
  );
  test.each(cases)(
    "%s is reached by a reset email and by an email link, with Google here: %s",
    async (name, isGoogleHere) => {
      const at = isGoogleHere ? door : frontDoor(db);
      const email = `${name}@example.org`;
      const asked = await at.post("/sign-in/email-link", { email });
      const token = await at.tokenFor(email);
      const followed = await at.post("/complete-email-link", { token }, { cookie: asked.cookie });
      expect(await at.sessionOf(followed.cookie)).toMatchObject({ id: ids[name] });

      await at.post("/request-password-reset", { email });
      const newPassword = `a fine password of ${name}`;
      const reset = { token: await at.tokenFor(email), newPassword };
      expect(await at.post("/reset-password", reset)).toMatchObject({ status: 200 });
      const signedIn = await at.post("/sign-in/email", { email, password: newPassword });
      expect(signedIn).toMatchObject({ status: 200 });
      await db.account.deleteMany({ where: { userId: ids[name], providerId: "credential" } });
    },
  );

  const invited = async (offered: { id: string; domains: string[] }[]) => {
    const { id: runId } = await db.migrationRun.findFirstOrThrow();
    const options = { runId, limit: 100, unverified: false, invitedBefore: undefined };
    await invite(db, { ...options, offered, now: new Date() }, silent);
    const emails = await db.emailOutbox.findMany({
      where: { template: "account.choosePassword" },
      orderBy: { recipient: "asc" },
    });
    return emails.map(({ recipient }) => recipient.replace("@example.org", "")).sort();
  };

  test("invitations reach everybody whose provider isn't here and who has a mailbox", async () => {
    expect(await invited([GOOGLE])).toEqual(["apple", "azure", "email", "github"]);
    // Without Google, its people are invited, too, and nobody twice.
    expect(await invited([])).toEqual([
      "apple",
      "azure",
      "email",
      "github",
      "google",
      "google-unconfirmed",
    ]);
    const link = { token: await door.tokenFor("google@example.org"), newPassword: PASSWORD + 2 };
    expect(await door.post("/reset-password", link)).toMatchObject({ status: 200 });
    const entry = { email: "google@example.org", password: PASSWORD + 2 };
    expect(await door.post("/sign-in/email", entry)).toMatchObject({ status: 200 });
  });

  test("nothing is sent to people without a mailbox", async () => {
    for (const name of ["phone", "none", "apple-no-address"]) {
      const email = `u-${ids[name]}@no-email.invalid`;
      await door.post("/request-password-reset", { email });
      await door.post("/sign-in/email-link", { email });
      expect(await door.emailsTo(email)).toEqual([]);
    }
  });
});

describe("a user pool", () => {
  test("counts native, external and placeholder people, and each gets in", async () => {
    const users = [
      poolUser(1, { username: "ada" }),
      federatedUser(2, {}),
      federatedUser(3, { providerName: "SignInWithApple", providerType: "SignInWithApple" }),
      federatedUser(4, { providerName: "Campus", providerType: "OIDC", userId: "at-campus" }),
      federatedUser(5, { providerName: "Legacy", providerType: "SAML" }),
      poolUser(6, { attributes: { email: undefined, phone_number: "+49301234567" } }),
      poolUser(7, { enabled: false }),
      poolUser(8, { status: "PERHAPS" }),
      null,
    ];
    const pool = await poolCase(users, { mapping: { providers: { Campus: "campus" } } });
    const offered = [GOOGLE, { id: "campus", domains: [] }];
    const { report } = await pool.move(undefined, "apply", () => false, offered);
    const { before, after } = report.waysIn;
    expect(before).toMatchObject({ oldPassword: 4, provider: 2, otherProvider: 2, none: 1 });
    expect(after).toMatchObject({
      password: 0,
      oldPassword: 1,
      provider: 2,
      otherProvider: 1,
      email: 1,
      phone: 1,
      suspended: 1,
      notMigrated: 2,
    });
    expect(everybody(after)).toBe(users.length);

    const old = await userPool();
    old.users.set("ada", { password: PASSWORD, subject: sub(1) });
    const until = new Date("2100-01-01T00:00:00Z");
    const door = frontDoor(pool.db, {
      providers: [google, campus],
      legacyPasswordCheck: cognitoPasswordCheck({ ...old.client, poolId: POOL, until }),
    });
    const entry = { email: "person1@example.org", password: PASSWORD };
    expect(await door.post("/sign-in/email", entry)).toMatchObject({ status: 200 });
    issuer.add("pool-2", { sub: "102", email: "person2@example.org", email_verified: true });
    issuer.add("pool-4", { sub: "at-campus" });
    for (const [provider, login, n] of [
      ["google", "pool-2", 2],
      ["campus", "pool-4", 4],
    ] as const) {
      const { session } = await signInThrough(door, { provider, login });
      expect(session).toMatchObject({ id: sub(n) });
    }
    const options = { runId: report.run, limit: 100, unverified: false, now: new Date() };
    expect(await invite(pool.db, { ...options, offered, invitedBefore: undefined }, silent)).toBe(
      2,
    );
    await old.close();
  });
});
