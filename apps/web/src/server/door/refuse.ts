import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WireError, wireText } from "@sundial/validators";
import { inertPolicy, securityHeaders } from "../security-headers";

const WORDS = {
  400: { error: "The request isn't valid. Check its URL, headers and body.", code: "BAD_REQUEST" },
  405: { error: "This method isn't supported. Use GET or POST.", code: "BAD_REQUEST" },
  408: {
    error: "The request took too long to arrive, so nothing was done. Please try again.",
    code: "BAD_REQUEST",
  },
  413: { error: "The request is too large. Send at most 256 KB.", code: "PAYLOAD_TOO_LARGE" },
  415: { error: "This content type isn't supported. Send uncompressed JSON.", code: "BAD_REQUEST" },
  431: {
    error: "The request's headers are too large. Clear this site's cookies and try again.",
    code: "BAD_REQUEST",
  },
  503: {
    error: "The server is too busy, so nothing was done. Please try again in a few seconds.",
    code: "SERVER_BUSY",
  },
} satisfies Record<number, WireError>;

export type Refusal = keyof typeof WORDS;

/**
 * How long a rejected sender may continue to send: closing at once would lose the answer on its
 * way.
 */
const LINGER_MS = 1_000;

/** Seconds after which to retry when the server was too busy. */
const RETRY_AFTER = "5";

const forbidden = new WeakSet<Duplex>();

/** From now on, nothing that arrives on this connection is carried out. */
export function forbid(socket: Duplex) {
  forbidden.add(socket);
}

export function isForbidden(socket: Duplex): boolean {
  return forbidden.has(socket);
}

/**
 * Rejects a request before the app sees it, and closes the connection, because more of it may be
 * coming.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, status: Refusal) {
  forbid(request.socket);
  const body = wireText(WORDS[status]);
  response.writeHead(status, { ...headersOf(status, body), connection: "close" });
  response.write(body);
  request.resume();
  const finish = () => {
    clearTimeout(timer);
    response.end();
    request.destroy();
  };
  const timer = setTimeout(finish, LINGER_MS);
  if (request.complete) finish();
  else request.once("end", finish).once("close", () => clearTimeout(timer));
}

/** Rejects something the parser couldn't read, and closes the connection. */
export function refuseRaw(socket: Duplex, status: Refusal, more: Record<string, string> = {}) {
  forbid(socket);
  const body = wireText(WORDS[status]);
  const headers = { ...securityHeaders, ...headersOf(status, body), ...more, connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n"));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** The site has no WebSockets; a request for one may be an attempt to reach internal services. */
export function answerUpgrade(socket: Duplex) {
  refuseRaw(socket, 400);
}

function headersOf(status: Refusal, body: string) {
  return {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "content-security-policy": inertPolicy,
    "cache-control": "private, no-store",
    ...(status === 503 && { "retry-after": RETRY_AFTER }),
  };
}
