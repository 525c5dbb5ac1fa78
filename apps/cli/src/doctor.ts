import { connect } from "node:tls";
import { isSundialError } from "@sundial/client";
import { identify } from "./account.ts";
import type { Run } from "./command.ts";
import { clientOf, fetchOf, isUnencrypted } from "./connection.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { formatInstant } from "./format-instant.ts";
import { VERSION } from "./version.ts";

interface Check {
  check: string;
  result: "ok" | "warning" | "failed" | "skipped";
  detail: string;
}

const PATIENCE_MS = 15_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Looks at everything between this computer and an answer, in the order in which it can fail. */
export async function diagnose(run: Run): Promise<{ checks: Check[]; exitCode: ExitCode }> {
  const { world, profiles, terminal } = run;
  const connection = await run.connection();
  const { url, token, tokenFrom } = connection;
  const checks: Check[] = [];
  let exitCode: ExitCode = EXIT.OK;
  const add = (check: string, result: Check["result"], detail: string) =>
    checks.push({ check, result, detail });
  const fail = (check: string, code: ExitCode, detail: string) => {
    add(check, "failed", detail);
    if (exitCode === EXIT.OK) exitCode = code;
  };

  const server = await reach(run, url);
  if (!server.isReached) fail("server", server.code, server.detail);
  else add("server", server.isHealthy ? "ok" : "warning", `${url}: ${server.detail}`);

  if (url.startsWith("https:")) {
    const { isEncrypted, detail } = await certificateOf(url, world.now());
    if (isEncrypted) add("encryption", "ok", detail);
    else fail("encryption", EXIT.UNREACHABLE, detail);
  } else if (isUnencrypted(url)) add("encryption", "warning", "none: others may read your token");
  else add("encryption", "skipped", "not needed on this computer");

  if (!server.isReached || server.skewMs === null)
    add("clock", "skipped", "the server names no time");
  else {
    const seconds = Math.round(Math.abs(server.skewMs) / 1000);
    const detail = `${seconds} s ${server.skewMs > 0 ? "ahead of" : "behind"} the server`;
    add("clock", seconds > 60 ? "warning" : "ok", seconds < 2 ? "in step with the server" : detail);
  }

  if (token === undefined || !server.isReached) {
    add("versions", "skipped", `this command is ${VERSION}; the server's needs a sign-in`);
    if (token === undefined) fail("token", EXIT.NOT_SIGNED_IN, "none; sign in: sundial login");
    else add("token", "skipped", "the server can't be asked");
  } else {
    const client = clientOf(world, connection);
    try {
      const { version } = await client.health.version.query().catch((error: unknown) => {
        if (isSundialError(error, "NOT_FOUND")) return { version: "older than 0.3.0" };
        throw error;
      });
      const isSame = version === VERSION;
      const versions = `this command is ${VERSION}, the server is ${version}`;
      add("versions", isSame ? "ok" : "warning", isSame ? versions : `${versions}; use the same`);
      const { title, access, expiresAt } = await identify(client);
      const isEnding = expiresAt.getTime() - world.now().getTime() < 3 * DAY_MS;
      const ends = formatInstant(expiresAt, terminal.timeZone);
      const detail = `of ${title}, from ${tokenFrom}, ${access}, expires ${ends}`;
      add("token", isEnding ? "warning" : "ok", detail);
    } catch (error) {
      if (!isSundialError(error)) throw error;
      fail("token", exitCodeOf(error), `${error.message} (${error.code})`);
    }
  }

  const isOpen = await profiles.isOpenToOthers();
  if (isOpen) add("profiles", "warning", `others can read ${profiles.file}: chmod 600 it`);
  else add("profiles", "ok", profiles.file);
  return { checks, exitCode };
}

type Reached =
  | { isReached: false; code: ExitCode; detail: string }
  | { isReached: true; isHealthy: boolean; detail: string; skewMs: number | null };

/** Asks for the server's health, which needs no token. */
async function reach({ world }: Run, url: string): Promise<Reached> {
  const begun = performance.now();
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(PATIENCE_MS)]);
  let response: Response;
  try {
    response = await fetchOf(world)(`${url}/api/health`, { signal, redirect: "manual" });
  } catch (error) {
    world.signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && "code" in cause && cause.code ? cause.code : cause;
    return {
      isReached: false,
      code: EXIT.UNREACHABLE,
      detail: `${url} can't be reached (${code})`,
    };
  }
  const ms = Math.round(performance.now() - begun);
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("database" in body)) {
    const location = response.headers.get("location");
    const detail =
      location === null
        ? `${url} isn't Sundial: it answers with status ${response.status}`
        : `${url} leads to ${new URL(location, url).origin}; use that address`;
    return { isReached: false, code: EXIT.SERVER_ERROR, detail };
  }
  const date = Date.parse(response.headers.get("date") ?? "");
  return {
    isReached: true,
    isHealthy: response.ok,
    detail: response.ok ? `answers in ${ms} ms` : "its database doesn't answer",
    skewMs: Number.isNaN(date) ? null : world.now().getTime() - date,
  };
}

/** The protocol and the certificate's end; the connection itself checks the rest. */
function certificateOf(url: string, now: Date): Promise<{ isEncrypted: boolean; detail: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      timeout: PATIENCE_MS,
    });
    const end = (isEncrypted: boolean, detail: string) => {
      socket.destroy();
      resolve({ isEncrypted, detail });
    };
    socket.once("secureConnect", () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - +now) / DAY_MS);
      end(true, `${socket.getProtocol()}, the certificate is valid for ${days} days`);
    });
    socket.once("timeout", () => end(false, "no answer in time"));
    socket.once("error", (error) => end(false, error.message));
  });
}
