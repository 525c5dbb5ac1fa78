import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { poolError, userPool } from "../testing/user-pool.ts";
import { cognitoAccountId, cognitoUsername } from "./legacy-account.ts";
import { cognitoPasswordCheck } from "./password-check.ts";

const pool = await userPool();
const guarded = await userPool({ clientSecret: "a client's secret" });
afterAll(() => Promise.all([pool.close(), guarded.close()]));

const until = new Date("2100-01-01T00:00:00Z");
const PASSWORD = " pass wörd 🔑 ";
const ada = { userId: "sub-ada", accountId: cognitoAccountId(pool.client.poolId, "ada") };
const ask = (settings: Partial<typeof pool.client> = {}, account = ada, password = PASSWORD) =>
  cognitoPasswordCheck({ ...pool.client, ...settings, until }).check(account, password);

beforeEach(() => {
  pool.calls.length = 0;
  pool.users.clear();
  pool.users.set("ada", { password: PASSWORD, subject: "sub-ada" });
});

describe("checking a password against a user pool", () => {
  it("accepts the right password, exactly as typed", async () => {
    expect(await ask()).toEqual({ answer: "right" });
    expect((await ask({}, ada, PASSWORD.trim())).answer).toBe("wrong");
    expect(pool.calls).toEqual(["ada", "ada"]);
  });

  it("sends a proof of the client's secret", async () => {
    guarded.users.set("ada", { password: PASSWORD, subject: "sub-ada" });
    expect(await ask(guarded.client)).toEqual({ answer: "right" });
    const { clientSecret: _, ...withoutSecret } = guarded.client;
    const wrongSecret = await ask({ ...withoutSecret, clientSecret: "another" });
    // The client is configured wrongly, which says nothing about the password.
    expect(wrongSecret).toEqual({ answer: "unavailable", reason: "NotAuthorizedException" });
  });

  it.each([
    ["NotAuthorizedException", "wrong"],
    ["com.amazonaws.cognito.identity.idp.model#NotAuthorizedException", "wrong"],
    ["UserNotFoundException", "wrong"],
    ["UserNotConfirmedException", "wrong"],
    ["PasswordResetRequiredException", "wrong"],
    ["UserLambdaValidationException", "wrong"],
    ["TooManyRequestsException", "unavailable"],
    ["LimitExceededException", "unavailable"],
    ["InvalidParameterException", "unavailable"],
    ["ResourceNotFoundException", "unavailable"],
    ["InternalErrorException", "unavailable"],
    ["SomethingNewException", "unavailable"],
    [`${PASSWORD} was refused`, "unavailable"],
  ])("takes %s for %s", async (type, answer) => {
    pool.users.set("ada", { answer: poolError(type) });
    const said = await ask();
    expect(said.answer).toBe(answer);
    expect(JSON.stringify(said)).not.toContain(PASSWORD);
  });

  it.each([
    ["SOFTWARE_TOKEN_MFA", true],
    ["SMS_MFA", true],
    ["EMAIL_OTP", true],
    ["SELECT_MFA_TYPE", true],
    ["CUSTOM_CHALLENGE", true],
    ["NEW_PASSWORD_REQUIRED", false],
    ["MFA_SETUP", false],
  ])("never treats the challenge %s as an answer", async (challenge, isSecondFactor) => {
    pool.users.set("ada", { password: PASSWORD, challenge });
    expect(await ask()).toEqual({ answer: "challenged", reason: challenge, isSecondFactor });
  });

  it("rejects when the pool signs in someone else through an alias", async () => {
    pool.users.set("ada", { password: PASSWORD, subject: "sub-eve" });
    expect((await ask()).answer).toBe("wrong");
  });

  it("never asks about users of another pool", async () => {
    const accountId = cognitoAccountId("eu-west-1_Other", "ada");
    expect((await ask({}, { ...ada, accountId })).answer).toBe("wrong");
    expect(pool.calls).toEqual([]);
  });

  it.each([
    ["an error page", { status: 502, body: "<html>Bad gateway</html>" }],
    ["an empty answer", { status: 200, body: "{}" }],
    ["a token without a subject", withToken("e30.e30.e30")],
    ["a token that is none", withToken("none")],
    ["an endless answer", { status: 200, body: " ".repeat(200_000) }],
    ["a redirect", { status: 307, body: "", headers: { location: "/elsewhere" } }],
    ["a broken line", "breaks" as const],
  ])("is unavailable when the pool responds with %s", async (_name, answer) => {
    pool.users.set("ada", { answer });
    expect((await ask()).answer).toBe("unavailable");
    expect(pool.calls).toEqual(["ada"]);
  });

  it("waits no longer than its timeout", async () => {
    pool.users.set("ada", { answer: "hangs" });
    expect(await ask({ timeout: 50 })).toEqual({
      answer: "unavailable",
      reason: "no answer in time",
    });
  });

  it("is unavailable when nobody listens", async () => {
    const gone = await userPool();
    await gone.close();
    expect(await ask({ endpoint: gone.client.endpoint })).toEqual({
      answer: "unavailable",
      reason: "not reachable",
    });
  });
});

describe("the marker of an account in a pool", () => {
  it.each(["ada", "Google_123", "a/b", "", "ada@example.org"])("keeps the username %j", (name) => {
    const mark = cognitoAccountId("eu-west-1_A", name);
    expect(cognitoUsername("eu-west-1_A", mark)).toBe(name);
    expect(cognitoUsername("eu-west-1_B", mark)).toBeNull();
  });
});

function withToken(AccessToken: string) {
  return { status: 200, body: JSON.stringify({ AuthenticationResult: { AccessToken } }) };
}
