import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { CommandFailure } from "./failure.ts";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
const CLIENT_ID = "sundial";

/** How much longer to wait after each "slow_down" (RFC 8628, section 3.5). */
const SLOWER_S = 5;

interface Server {
  url: string;
  fetch: typeof fetch;
  signal: AbortSignal;
}

interface Asked {
  access: "read" | "write";
  device: string;
  /** Shows the code and the page to the person. */
  onCode: (code: { userCode: string; page: string }) => void;
}

/**
 * Signs in with RFC 8628: asks for a code, waits until somebody answers it, and returns the token.
 *
 * Errors: ACCESS_DENIED, EXPIRED_TOKEN; those of a call to the server.
 */
export async function deviceLogin(
  server: Server,
  { access, device, onCode }: Asked,
): Promise<string> {
  const started = await post(server, "/api/auth/device/code", {
    client_id: CLIENT_ID,
    device_name: device.slice(0, 60),
    scope: access,
  });
  if (!started.ok) throw refusalOf(started);
  const deviceCode = textIn(started, "device_code");
  onCode({
    userCode: textIn(started, "user_code"),
    page: textIn(started, "verification_uri_complete"),
  });
  let seconds = Number(started.body.interval ?? SLOWER_S);
  for (;;) {
    await sleep(seconds * 1000, undefined, { signal: server.signal });
    const answer = await post(server, "/api/auth/device/token", {
      grant_type: GRANT_TYPE,
      device_code: deviceCode,
      client_id: CLIENT_ID,
    }).catch((error: unknown) => {
      // A lost connection only means to ask again, less often (section 3.5).
      if (error instanceof CommandFailure && error.code === "UNREACHABLE") return null;
      throw error;
    });
    if (answer?.ok) return textIn(answer, "access_token");
    const error = answer === null ? "slow_down" : answer.body.error;
    if (error === "slow_down" || answer?.status === 429 || answer?.status === 503) {
      seconds = Math.max(seconds + SLOWER_S, answer?.retryAfter ?? 0);
    } else if (error !== "authorization_pending" && answer !== null) throw refusalOf(answer);
  }
}

/** Ends a token (RFC 7009). Also succeeds for one that had ended already. */
export async function revokeToken(server: Server, token: string): Promise<void> {
  const answer = await post(server, "/api/auth/revoke", { token });
  if (!answer.ok) throw refusalOf(answer);
}

interface Answer {
  ok: boolean;
  status: number;
  retryAfter: number;
  body: Record<string, unknown>;
}

/** Errors: UNREACHABLE, NOT_SUNDIAL. */
async function post(
  { url, fetch: send, signal }: Server,
  path: string,
  form: Record<string, string>,
): Promise<Answer> {
  const response = await send(new URL(path, url), {
    method: "POST",
    body: new URLSearchParams(form),
    // A redirect would carry the codes or the token somewhere else.
    redirect: "error",
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    const reason = reasonOf(error);
    const message = `${url} can't be reached (${reason}). Check the URL and your network.`;
    throw new CommandFailure("UNREACHABLE", message, EXIT.UNREACHABLE, { cause: error });
  });
  const text = await response.text();
  const body = text === "" && response.ok ? {} : parse(text);
  if (body === null) {
    const message = `${url} answered with status ${response.status} and something that isn't Sundial's. Check the URL, and any proxy on the way.`;
    throw new CommandFailure("NOT_SUNDIAL", message, EXIT.SERVER_ERROR);
  }
  const retryAfter = Number(response.headers.get("retry-after")) || 0;
  return { ok: response.ok, status: response.status, retryAfter, body };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return "code" in cause && cause.code ? String(cause.code) : cause.message;
}

function textIn({ body, status }: Answer, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  const message = `The server's answer (status ${status}) has no ${name}. It may have another version: sundial doctor`;
  throw new CommandFailure("NOT_SUNDIAL", message, EXIT.SERVER_ERROR);
}

/** OAuth's refusals have a code and a description; ours a sentence and a code. */
function refusalOf({ body, status }: Answer): CommandFailure {
  const { error, error_description: description, code } = body;
  if (typeof code === "string") {
    return new CommandFailure(code, String(error), exitCodeOf({ code, status }));
  }
  const message = typeof description === "string" ? description : `The server refused (${status}).`;
  const isAnswer = error === "access_denied" || error === "expired_token";
  return new CommandFailure(
    String(error).toUpperCase(),
    message,
    isAnswer ? EXIT.NOT_SIGNED_IN : exitCodeOf({ code: "", status }),
  );
}
