import { createHmac } from "node:crypto";
import { z } from "zod";
import type { LegacyAnswer } from "../legacy-password.ts";

/** An app client of a user pool that has ALLOW_USER_PASSWORD_AUTH. */
export interface UserPoolClient {
  /** Such as https://cognito-idp.eu-west-1.amazonaws.com/ */
  endpoint: string;
  clientId: string;
  clientSecret?: string | undefined;
  /** How long to wait for the pool, in milliseconds. */
  timeout: number;
}

type InitiateAuthAnswer =
  | Exclude<LegacyAnswer, { answer: "right" }>
  | { answer: "right"; subject: string };

/** Longer than any answer of a pool; anything longer comes from somewhere else. */
const LONGEST_ANSWER = 100_000;

/** Answers about the person. All others are failures and say nothing about a password. */
const REFUSALS = new Set([
  "NotAuthorizedException",
  "UserNotFoundException",
  // The pool returns these two whether or not the password is right.
  "UserNotConfirmedException",
  "PasswordResetRequiredException",
  // The pool's own sign-in rule rejected it.
  "UserLambdaValidationException",
]);

/** Challenges for people with one factor; all others ask for a second. */
const FIRST_FACTOR_CHALLENGES = new Set(["NEW_PASSWORD_REQUIRED", "MFA_SETUP"]);

const success = z.object({
  ChallengeName: z.string().optional(),
  AuthenticationResult: z.object({ AccessToken: z.string() }).optional(),
});
const failure = z.object({ __type: z.string(), message: z.string().default("") });

/**
 * Tries a user name and a password on a user pool, with the API's InitiateAuth and
 * USER_PASSWORD_AUTH, which needs no AWS credentials. Discards the tokens it returns. Never throws.
 */
export async function initiateAuth(
  client: UserPoolClient,
  username: string,
  password: string,
): Promise<InitiateAuthAnswer> {
  try {
    const response = await fetch(client.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId: client.clientId,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          ...(client.clientSecret && { SECRET_HASH: secretHash(client, username) }),
        },
      }),
      // A password goes only to the configured address.
      redirect: "error",
      signal: AbortSignal.timeout(client.timeout),
    });
    return read(response.ok, await textOf(response));
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { answer: "unavailable", reason: isLate ? "no answer in time" : "not reachable" };
  }
}

function read(isOk: boolean, body: string): InitiateAuthAnswer {
  const value: unknown = JSON.parse(body);
  return isOk ? readSuccess(success.parse(value)) : readFailure(failure.parse(value));
}

function readSuccess({
  ChallengeName,
  AuthenticationResult,
}: z.infer<typeof success>): InitiateAuthAnswer {
  if (ChallengeName !== undefined) {
    const isSecondFactor = !FIRST_FACTOR_CHALLENGES.has(ChallengeName);
    return { answer: "challenged", reason: nameOf(ChallengeName), isSecondFactor };
  }
  if (AuthenticationResult === undefined) return { answer: "unavailable", reason: "empty answer" };
  return { answer: "right", subject: subjectOf(AuthenticationResult.AccessToken) };
}

function readFailure({ __type, message }: z.infer<typeof failure>): InitiateAuthAnswer {
  // The type may include its namespace: com.amazonaws.cognito...#NotAuthorizedException
  const reason = nameOf(__type.slice(__type.lastIndexOf("#") + 1));
  // Also returned for a wrongly configured client, regardless of the password.
  const isOurs = reason === "NotAuthorizedException" && /secret|client/i.test(message);
  return { answer: REFUSALS.has(reason) && !isOurs ? "wrong" : "unavailable", reason };
}

/** Only a name, because other text may repeat what we sent. */
function nameOf(text: string) {
  return /^[A-Za-z_]{1,60}$/.test(text) ? text : "unknown answer";
}

/** `sub` of a token that came from the pool over TLS, so checking its signature adds nothing. */
function subjectOf(token: string) {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  );
  return z.object({ sub: z.string() }).parse(claims).sub;
}

/** Proof that we know the client's secret, as the API defines it. */
function secretHash({ clientId, clientSecret = "" }: UserPoolClient, username: string) {
  return createHmac("sha256", clientSecret)
    .update(username + clientId)
    .digest("base64");
}

async function textOf(response: Response) {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) throw new Error("The answer is too long");
  }
  return text + decoder.decode();
}
