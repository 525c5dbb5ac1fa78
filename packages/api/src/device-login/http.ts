import { DomainError, errorResponse, startDeviceLoginInput } from "@sundial/validators";
import { SECOND } from "@sundial/validators/durations";
import { z } from "zod";
import type { Context } from "../context.ts";
import { countClientOf } from "../count-call.ts";
import { answerWrite } from "../http.ts";
import { shownUserCode } from "./codes.ts";
import { POLL_INTERVAL_S, redeemDeviceCode } from "./redeem.ts";
import { startDeviceLogin } from "./start.ts";

/** Answers may contain a code or a token. */
const NO_STORE = { "cache-control": "no-store", pragma: "no-cache" };

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

const tokenRequest = z.object({
  grant_type: z.string().max(100),
  device_code: z.string().regex(/^[\w-]{43}$/),
});

const DESCRIPTIONS = {
  access_denied: "The person denied this request.",
  authorization_pending: "Nobody has answered yet.",
  expired_token: "The code has expired. Start again.",
  invalid_grant: "This code doesn't exist or was already used.",
  invalid_request: "Send each parameter once, as a form.",
  invalid_scope: "Ask for the scope “read” or “write”.",
  slow_down: `Wait at least ${POLL_INTERVAL_S} seconds between requests.`,
  unsupported_grant_type: `This endpoint supports only ${GRANT_TYPE}.`,
} as const;

type OAuthError = keyof typeof DESCRIPTIONS;

/**
 * The two endpoints of RFC 8628: `code` starts a login for a program, and `token` tells it the
 * answer. Errors have OAuth's shape and codes; limits and failures on our side have ours.
 */
export async function serveDeviceLogin(
  ctx: Context,
  request: Request,
  step: string,
): Promise<Response> {
  if (step !== "code" && step !== "token") {
    return errorResponse({ error: "There is nothing here.", code: "NOT_FOUND" });
  }
  const answer = step === "code" ? start : poll;
  return answerWrite(ctx, { method: request.method, path: `device/${step}` }, () =>
    answer(ctx, request),
  );
}

/** The device authorization endpoint (section 3.1). */
async function start(ctx: Context, request: Request): Promise<Response> {
  await countClientOf(ctx, "deviceLogin.client");
  const form = await formOf(request);
  if (form === null) return refusal("invalid_request");
  const input = startDeviceLoginInput.safeParse(form);
  if (!input.success) {
    const isScope = input.error.issues.every(({ path }) => path[0] === "scope");
    return refusal(isScope ? "invalid_scope" : "invalid_request");
  }
  const { deviceCode, userCode, expiresInMs } = await startDeviceLogin(ctx, input.data);
  const page = new URL("/device", ctx.siteUrl);
  const complete = new URL(page);
  complete.searchParams.set("code", shownUserCode(userCode));
  return Response.json(
    {
      device_code: deviceCode,
      user_code: shownUserCode(userCode),
      verification_uri: page.href,
      verification_uri_complete: complete.href,
      expires_in: expiresInMs / SECOND,
      interval: POLL_INTERVAL_S,
    },
    { headers: NO_STORE },
  );
}

/** The token endpoint (sections 3.4 and 3.5). */
async function poll(ctx: Context, request: Request): Promise<Response> {
  await countClientOf(ctx, "devicePoll.client");
  const form = await formOf(request);
  if (form === null) return refusal("invalid_request");
  const input = tokenRequest.safeParse(form);
  if (!input.success) {
    // A malformed code is only an unknown one.
    const isCode = input.error.issues.every(({ path }) => path[0] === "device_code");
    return refusal(isCode && form.device_code !== undefined ? "invalid_grant" : "invalid_request");
  }
  if (input.data.grant_type !== GRANT_TYPE) return refusal("unsupported_grant_type");
  try {
    const answer = await redeemDeviceCode(ctx, input.data.device_code);
    if ("refused" in answer) return refusal(answer.refused);
    const { token, access, createdAt, expiresAt } = answer.granted;
    return Response.json(
      {
        access_token: token,
        token_type: "Bearer",
        expires_in: Math.floor((expiresAt.getTime() - createdAt.getTime()) / SECOND),
        scope: access,
      },
      { headers: NO_STORE },
    );
  } catch (error) {
    // Somebody else's approval took the last place for a token.
    const isFull = error instanceof DomainError && error.code === "LIMIT_REACHED";
    if (isFull) return refusal("access_denied", error.message);
    throw error;
  }
}

/** The parameters of a form; null for other bodies, and for a parameter that is sent twice. */
async function formOf(request: Request): Promise<Record<string, string> | null> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return null;
  const pairs = [...new URLSearchParams(await request.text())];
  const form = Object.fromEntries(pairs);
  return Object.keys(form).length === pairs.length ? form : null;
}

function refusal(error: OAuthError, description: string = DESCRIPTIONS[error]): Response {
  return Response.json(
    { error, error_description: description },
    { status: 400, headers: NO_STORE },
  );
}
