import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { WireError } from "@sundial/validators";
import { inertPolicy, securityHeaders } from "../security-headers";

const WORDS = {
  400: { error: "The request could not be read.", code: "BAD_REQUEST" },
  405: { error: "There is no such method here.", code: "BAD_REQUEST" },
  408: { error: "The request took too long to arrive.", code: "BAD_REQUEST" },
  413: { error: "The request is too large.", code: "PAYLOAD_TOO_LARGE" },
  415: { error: "Send the body as it is, not compressed.", code: "BAD_REQUEST" },
  431: { error: "The request's headers are too large.", code: "BAD_REQUEST" },
} satisfies Record<number, WireError>;

type Refusal = keyof typeof WORDS;

/** How long a refused sender may go on sending: closing at once would lose the answer on its way. */
const LINGER_MS = 1_000;

/** Refuses a request before the app sees it, and closes the connection: more of it may be coming. */
export function refuse(request: IncomingMessage, response: ServerResponse, status: Refusal) {
  const body = JSON.stringify(WORDS[status]);
  response.writeHead(status, { ...bodyHeaders(body), connection: "close" });
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

/** Answers what is no HTTP, too long or too slow; the parser has not made a request of it. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex) {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const slow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  answerRaw(socket, slow ? 408 : error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400);
}

/** We have no WebSockets; whoever asks for one may be after what stands behind us. */
export function answerUpgrade(socket: Duplex) {
  answerRaw(socket, 400);
}

function answerRaw(socket: Duplex, status: Refusal) {
  const body = JSON.stringify(WORDS[status]);
  const headers = { ...securityHeaders, ...bodyHeaders(body), connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n"));
}

function bodyHeaders(body: string) {
  return {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "content-security-policy": inertPolicy,
    "cache-control": "private, no-store",
  };
}
