import { randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { startProviderSignInAnswer } from "@sundial/validators";
import { afterAll, describe, expect, it } from "vitest";
import { frontDoor } from "../testing/front-door.ts";
import { startOAuthStandIn } from "../testing/oauth-stand-in.ts";
import { comeBack } from "../testing/provider-visit.ts";

const { db } = await testDb();
const client = { clientId: "sundial", clientSecret: "a+secret" };
const standIn = await startOAuthStandIn(client);
afterAll(() => standIn.stop());

const door = frontDoor(db, {
  providers: [
    { kind: "github", ...client, url: standIn.url },
    { kind: "discord", ...client, url: standIn.url },
  ],
});

type Person = Parameters<typeof standIn.consent>[1];

async function visit(provider: string, person: Person) {
  const started = await door.post("/sign-in/social", { provider, timeZone: "UTC" });
  const { url } = startProviderSignInAnswer.parse(JSON.parse(started.text));
  return { back: standIn.consent(new URL(url), person), cookies: started.cookie };
}

const signIn = async (provider: string, person: Person) =>
  comeBack(door, await visit(provider, person));

const address = () => `${randomUUID()}@example.org`;
const github = (emails: object[], user: object = {}) => ({
  github: { user: { id: Math.floor(Math.random() * 2 ** 40), login: "ada", ...user }, emails },
});

describe("GitHub", () => {
  it("opens an account with the primary, verified address and the number as the subject", async () => {
    const [email, other] = [address(), address()];
    const person = github(
      [
        { email: other, primary: false, verified: true },
        { email, primary: true, verified: true },
      ],
      { id: 9_007_199_254_740_991, name: null },
    );
    const back = await signIn("github", person);
    expect(back.session).toMatchObject({ email, name: "ada" });
    const accounts = await db.account.findMany({ where: { userId: back.session?.id ?? "" } });
    expect(accounts).toMatchObject([{ providerId: "github", accountId: "9007199254740991" }]);
    expect((await signIn("github", person)).session).toMatchObject({ id: back.session?.id });
  });

  it.each([
    [
      "an unverified address",
      [{ email: "x", primary: true, verified: false }],
      "unverifiedAddress",
    ],
    ["no primary address", [{ email: "x", primary: false, verified: true }], "noAddress"],
    ["no address", [], "noAddress"],
  ])("opens none with %s", async (_, emails, reason) => {
    const back = await signIn(
      "github",
      github(emails.map((each) => ({ ...each, email: address() }))),
    );
    expect(back).toMatchObject({ reason, session: null });
  });
});

describe("Discord", () => {
  it("opens an account with a verified address", async () => {
    const email = address();
    const discord = { id: "80351110224678912", username: "ada", global_name: "Ada", email };
    const back = await signIn("discord", { discord: { ...discord, verified: true } });
    expect(back.session).toMatchObject({ email, name: "Ada" });
  });

  it.each([
    ["false", { verified: false }, "unverifiedAddress"],
    ["missing", {}, "unverifiedAddress"],
    ["null", { verified: true, email: null }, "noAddress"],
  ])("opens none when it is %s", async (_, facts, reason) => {
    const discord = { id: randomUUID(), username: "ada", email: address(), ...facts };
    expect(await signIn("discord", { discord })).toMatchObject({ reason, session: null });
  });
});

describe.each(["github", "discord"])("a code of %s", (provider) => {
  it("works once, and only with the proof key of this browser", async () => {
    const email = address();
    const person = {
      ...github([{ email, primary: true, verified: true }]),
      discord: { id: randomUUID(), username: "ada", email, verified: true },
    };
    const [mine, theirs] = [await visit(provider, person), await visit(provider, person)];
    const injected = new URL(mine.back);
    injected.searchParams.set("code", theirs.back.searchParams.get("code") ?? "");
    const attempt = await comeBack(door, { ...mine, back: injected });
    expect(attempt).toMatchObject({ reason: "invalid", session: null });
    const good = await comeBack(door, mine);
    expect(good.session).not.toBeNull();
    const replayed = await comeBack(door, mine);
    expect(replayed).toMatchObject({ reason: "invalid", session: null });
  });
});
