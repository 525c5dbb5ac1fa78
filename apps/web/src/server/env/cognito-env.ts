import { z } from "zod";

const POOL = /^(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)_[A-Za-z0-9]+$/;

/**
 * The user pool that users were migrated from, for checking their passwords. Off unless all but the
 * last two are set.
 */
export const cognitoEnv = {
  COGNITO_USER_POOL_ID: z
    .string()
    .regex(POOL, "must be the id of the user pool, such as eu-west-1_AbCdEfGhI")
    .optional(),
  COGNITO_CLIENT_ID: z
    .string()
    .regex(/^\w+$/, "must be the id of an app client of the user pool")
    .optional(),
  COGNITO_UNTIL: z.iso
    .date("must be the first day on which it is not asked any more, such as 2027-06-30")
    .optional(),
  COGNITO_CLIENT_SECRET: z.string().optional(),
  COGNITO_ENDPOINT: z
    .url({ protocol: /^https$/, error: "must be an https address, or be left out" })
    .optional(),
};

type CognitoEnv = { [Name in keyof typeof cognitoEnv]?: string | undefined };

/** These must be set together. */
export function namesWholePool(env: CognitoEnv) {
  const { COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID, COGNITO_UNTIL, ...optional } = env;
  const needed = [COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID, COGNITO_UNTIL];
  const isAnySet = needed.some((value) => value !== undefined);
  const { COGNITO_CLIENT_SECRET, COGNITO_ENDPOINT } = optional;
  const isOptionalSet = COGNITO_CLIENT_SECRET !== undefined || COGNITO_ENDPOINT !== undefined;
  return isAnySet || isOptionalSet ? needed.every((value) => value !== undefined) : true;
}
export const noWholePool = {
  path: ["COGNITO_USER_POOL_ID"],
  error: "is set together with COGNITO_CLIENT_ID and COGNITO_UNTIL, or not at all",
};

/** How long a sign-in waits for the pool, in milliseconds. */
const TIMEOUT = 5_000;

/** The configured pool, or null. */
export function userPoolOf(env: CognitoEnv) {
  const { COGNITO_USER_POOL_ID: poolId, COGNITO_CLIENT_ID: clientId, COGNITO_UNTIL: until } = env;
  if (poolId === undefined || clientId === undefined || until === undefined) return null;
  const region = POOL.exec(poolId)?.groups?.region ?? "";
  return {
    poolId,
    clientId,
    clientSecret: env.COGNITO_CLIENT_SECRET,
    endpoint: env.COGNITO_ENDPOINT ?? `https://cognito-idp.${region}.amazonaws.com/`,
    until: new Date(`${until}T00:00:00Z`),
    timeout: TIMEOUT,
  };
}
