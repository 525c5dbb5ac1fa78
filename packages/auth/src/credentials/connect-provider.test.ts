import { randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { startProviderSignInAnswer } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { afterAll, describe, expect, it } from "vitest";
import { issueOneTimeToken } from "../one-time-token.ts";
import { createMember, frontDoor, PASSWORD } from "../testing/front-door.ts";
import { startOpenIdIssuer } from "../testing/openid-issuer.ts";
import { BASE_URL } from "../testing/people.ts";
import { comeBack, signInThrough } from "../testing/provider-visit.ts";
import { traveler } from "../testing/travel.ts";

const { db } = await testDb();

const client = { clientId: "campus", clientSecret: "secret" };
const issuer = await startOpenIdIssuer({
  clients: [
    {
      client_id: "campus",
      client_secret: "secret",
      redirect_uris: [`${BASE_URL}/api/auth/callback/campus`],
    },
  ],
});
afterAll(() => issuer.stop());

const door = frontDoor(db, {
  providers: [{ kind: "openid", id: "campus", name: "Campus", issuer: issuer.issuer, ...client }],
});

/** Somebody at the issuer, with an address of their own there. */
function identity() {
  const login = randomUUID();
  issuer.add(login, { sub: login, email: `${login}@elsewhere.example`, email_verified: false });
  return login;
}

async function member() {
  const user = await createMember(db, { emailVerified: true });
  const { cookie } = await door.post("/sign-in/email", { email: user.email, password: PASSWORD });
  return { user, cookie };
}

/** What the API gives to somebody who has confirmed who they are. */
const permit = ({ id }: { id: string }, provider = "campus") =>
  issueOneTimeToken(db, {
    purpose: "account.connectProvider",
    subject: id,
    data: { provider },
    expiresAt: new Date(Date.now() + MINUTE),
  });

/** Goes to the issuer to connect; `cookie` is the browser's at the return. */
async function connect(token: string, cookie: string, login: string, later = cookie) {
  const started = await door.post("/link-social", { token }, { cookie });
  if (started.status !== 200) return started;
  const { url } = startProviderSignInAnswer.parse(JSON.parse(started.text));
  const back = await traveler().signInAt(url, login);
  return comeBack(door, { back, cookies: [later, started.cookie].filter(Boolean).join("; ") });
}

const identitiesOf = (userId: string) =>
  db.account.findMany({ where: { userId, providerId: "campus" }, select: { accountId: true } });

describe("connecting a provider", () => {
  it("adds a way in, even with another address, and keeps the session", async () => {
    const { user, cookie } = await member();
    const login = identity();
    const back = await connect(await permit(user), cookie, login);
    expect(back).toMatchObject({ status: 302, location: "/account" });
    expect(await door.sessionOf(cookie)).toMatchObject({ id: user.id });
    expect(await identitiesOf(user.id)).toEqual([{ accountId: login }]);
    expect(await door.emailsTo(user.email)).toMatchObject([
      { template: "account.signInMethodConnected" },
    ]);
    const signedIn = await signInThrough(door, { provider: "campus", login });
    expect(signedIn.session).toMatchObject({ id: user.id });
  });

  it("takes a token of the person who is signed in, once", async () => {
    const [mine, theirs] = [await member(), await member()];
    const login = identity();
    for (const [token, cookie] of [
      [await permit(theirs.user), mine.cookie],
      [await permit(mine.user), ""],
      ["nonsense", mine.cookie],
    ] as const) {
      expect(await connect(token, cookie, login)).toMatchObject({ code: "INVALID_LINK" });
    }
    const token = await permit(mine.user);
    await connect(token, mine.cookie, login);
    expect(await connect(token, mine.cookie, login)).toMatchObject({ code: "INVALID_LINK" });
  });

  it("comes to nothing when somebody else is signed in at the return, or nobody", async () => {
    const [mine, theirs] = [await member(), await member()];
    for (const later of [theirs.cookie, "other=1"]) {
      const back = await connect(await permit(mine.user), mine.cookie, identity(), later);
      expect(back).toMatchObject({ reason: "signedOut" });
    }
    expect(await identitiesOf(mine.user.id)).toEqual([]);
    expect(await identitiesOf(theirs.user.id)).toEqual([]);
  });

  it("never takes an identity from another account, and never a second one", async () => {
    const [mine, theirs] = [await member(), await member()];
    const login = identity();
    await connect(await permit(theirs.user), theirs.cookie, login);
    const taken = await connect(await permit(mine.user), mine.cookie, login);
    expect(taken).toMatchObject({ reason: "connectedElsewhere" });
    const second = await connect(await permit(theirs.user), theirs.cookie, identity());
    expect(second).toMatchObject({ reason: "otherIdentity" });
    const same = await connect(await permit(theirs.user), theirs.cookie, login);
    expect(same).toMatchObject({ location: "/account" });
    expect(await identitiesOf(mine.user.id)).toEqual([]);
    expect(await identitiesOf(theirs.user.id)).toEqual([{ accountId: login }]);
  });
});
