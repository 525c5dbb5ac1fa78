import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { MAX_BODY_BYTES } from "@sundial/validators";
import { inertPolicy, securityHeaders, strictTransport } from "../security-headers";
import { clientAddressReader } from "./client-address";
import { CLIENT_ADDRESS_HEADER, dropForeignClaims, REQUEST_ID_HEADER } from "./own-headers";
import { isForeignForm, isReadableAddress } from "./readable-request";
import { answerUpgrade, forbid, isForbidden, type Refusal, refuse, refuseRaw } from "./refuse";
import { readBody, withBody } from "./request-body";

export interface DoorOptions {
  /** The app behind the door. */
  handle: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Accepts WebSockets; without it, all are rejected. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;
  /** Addresses and ranges of the proxies whose X-Forwarded-For is trusted. */
  trustedProxies: string[];
  /**
   * The host people open, passed to the app instead of the request's; without it, the request's is
   * kept.
   */
  host?: string;
  /** Whether people connect over HTTPS, directly or through a proxy. */
  isHttps: boolean;
  /** Called when an answer is complete. */
  onDone?: (answered: Answered) => void;
  /** How long a whole request may take to arrive, in milliseconds. */
  patienceMs?: number;
}

export interface Answered {
  requestId: string;
  address: string;
  method: string;
  /** Includes the query, which may contain secrets. */
  url: string;
  status: number;
  ms: number;
  /** The caller left before the answer was complete. */
  isAborted: boolean;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The server in front of the app. For each request, it decides where it comes from and its ID in
 * the logs, removes headers that clients may not set, reads the body within limits of size and
 * time, and adds security headers to the answer. The app sees only complete, valid requests. A
 * rejected request is never carried out, whatever else arrives on its connection.
 */
export function createDoor(options: DoorOptions) {
  const { patienceMs = 15_000 } = options;
  const addressOf = clientAddressReader(options.trustedProxies);
  /** How to reject the request whose body is arriving on a connection. */
  const arriving = new WeakMap<Duplex, (status: Refusal) => void>();

  const listener: RequestListener = async (request, response) => {
    if (isForbidden(request.socket)) return;
    const requestId = randomUUID();
    const address = addressOf(request);
    const { method = "", url = "" } = request;
    watch(response, { requestId, address, method, url }, options.onDone);

    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    // Next sets the policy for pages.
    response.setHeader("content-security-policy", inertPolicy);
    if (options.isHttps) response.setHeader("strict-transport-security", strictTransport);
    response.setHeader(REQUEST_ID_HEADER, requestId);

    // "//host" and "http://host/" name another server, and we are no proxy.
    if (!/^\/(?![/\\])/.test(url) || !isReadableAddress(url)) {
      return refuse(request, response, 400);
    }
    if (!METHODS.includes(method)) return refuse(request, response, 405);

    const { headers } = request;
    // The app has no server actions, and probes for them would fill its log.
    if ("next-action" in headers) return refuse(request, response, 405);
    if (isForeignForm(request)) return refuse(request, response, 415);
    dropForeignClaims(headers);
    // Node keeps the first of several. The app must see them all to reject the request.
    const credentials = request.headersDistinct.authorization;
    if (credentials !== undefined) headers.authorization = credentials.join(", ");
    headers[CLIENT_ADDRESS_HEADER] = address;
    headers[REQUEST_ID_HEADER] = requestId;
    headers["x-forwarded-for"] = address;
    headers["x-forwarded-proto"] = options.isHttps ? "https" : "http";
    if (options.host !== undefined) headers.host = options.host;
    headers["x-forwarded-host"] = headers.host;

    if (!hasBody(request)) return options.handle(request, response);
    arriving.set(request.socket, (status) => refuse(request, response, status));
    try {
      const body = await readBody(request, { maxBytes: MAX_BODY_BYTES });
      if (isForbidden(request.socket)) return;
      arriving.delete(request.socket);
      if (body === "tooLarge") return refuse(request, response, 413);
      if (body === "encoded") return refuse(request, response, 415);
      if (!isUtf8(body)) return refuse(request, response, 400);
      return options.handle(withBody(request, body), response);
    } catch {
      // The body stopped arriving, so nobody is left to answer.
      request.destroy();
    }
  };

  const server = createServer(
    {
      requestTimeout: patienceMs,
      headersTimeout: patienceMs,
      connectionsCheckingInterval: Math.min(patienceMs / 4, 1_000),
      // Longer than proxies keep theirs, or they would send into a connection we have just closed.
      keepAliveTimeout: 65_000,
    },
    listener,
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable || !(socket instanceof Socket)) {
      return void socket.destroy();
    }
    if (isForbidden(socket)) return;
    const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    const answer = (status: Refusal) => {
      const refuseArriving = arriving.get(socket);
      if (refuseArriving !== undefined) return refuseArriving(status);
      // The parser rejected the request, so its method and URL are unknown.
      const requestId = randomUUID();
      refuseRaw(socket, status, { [REQUEST_ID_HEADER]: requestId });
      options.onDone?.({
        requestId,
        address: addressOf({ headers: {}, socket }),
        method: "",
        url: "",
        status,
        ms: isSlow ? patienceMs : 0,
        isAborted: false,
      });
    };
    if (!isSlow) return answer(error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400);
    forbid(socket);
    // This timer runs before connections are read. If bytes of this one are read by the end of this
    // turn, they had arrived in time and we were too busy.
    const { bytesRead } = socket;
    setImmediate(() => answer(socket.bytesRead > bytesRead ? 503 : 408));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (options.upgrade === undefined || !request.url?.startsWith("/"))
      return answerUpgrade(socket);
    options.upgrade(request, socket, head);
  });
  return server;
}

function hasBody({ headers }: IncomingMessage) {
  return "transfer-encoding" in headers || Number(headers["content-length"] ?? 0) !== 0;
}

function watch(
  response: ServerResponse,
  request: Pick<Answered, "requestId" | "address" | "method" | "url">,
  onDone: DoorOptions["onDone"],
) {
  if (onDone === undefined) return;
  const begun = performance.now();
  response.once("close", () => {
    const ms = Math.round(performance.now() - begun);
    const isAborted = !response.writableFinished;
    onDone({ ...request, status: response.statusCode, ms, isAborted });
  });
}
