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
  /** Takes WebSockets; without it all are refused. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;
  /** Addresses and ranges of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** The host people open, said to the app whatever the request says; left as it is without. */
  host?: string;
  /** Whether people come over HTTPS, be it through a proxy. */
  isHttps: boolean;
  /** Told when an answer is over. */
  onDone?: (answered: Answered) => void;
  /** How long a request may take to arrive whole, in milliseconds. */
  patienceMs?: number;
}

export interface Answered {
  requestId: string;
  address: string;
  method: string;
  /** With its query, which may hold secrets. */
  url: string;
  status: number;
  ms: number;
  /** The caller left before the answer was over. */
  isAborted: boolean;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The server in front of the app. It decides once where a request comes from and what it is called
 * in the logs, takes out what clients may not say, reads bodies within a limit of size and time, and
 * gives every answer its security headers. The app sees whole and honest requests only: what was
 * refused is not carried out, whatever else arrives on its connection.
 */
export function createDoor(options: DoorOptions) {
  const { patienceMs = 15_000 } = options;
  const addressOf = clientAddressReader(options.trustedProxies);
  /** How to refuse the request whose body is arriving on a connection. */
  const arriving = new WeakMap<Duplex, (status: Refusal) => void>();

  const listener: RequestListener = async (request, response) => {
    if (isForbidden(request.socket)) return;
    const requestId = randomUUID();
    const address = addressOf(request);
    const { method = "", url = "" } = request;
    watch(response, { requestId, address, method, url }, options.onDone);

    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    // Next gives pages their own.
    response.setHeader("content-security-policy", inertPolicy);
    if (options.isHttps) response.setHeader("strict-transport-security", strictTransport);
    response.setHeader(REQUEST_ID_HEADER, requestId);

    // "//host" and "http://host/" name another server; we are no proxy.
    if (!/^\/(?![/\\])/.test(url) || !isReadableAddress(url)) {
      return refuse(request, response, 400);
    }
    if (!METHODS.includes(method)) return refuse(request, response, 405);

    const { headers } = request;
    // The app has no server actions, and probes for them would fill its log.
    if ("next-action" in headers) return refuse(request, response, 405);
    if (isForeignForm(request)) return refuse(request, response, 415);
    dropForeignClaims(headers);
    // Node keeps the first of several; the app is to see that there are several, and refuse.
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
      // The body stopped coming; there is nobody left to answer.
      request.destroy();
    }
  };

  const server = createServer(
    {
      requestTimeout: patienceMs,
      headersTimeout: patienceMs,
      connectionsCheckingInterval: Math.min(patienceMs / 4, 1_000),
      // Longer than proxies keep theirs, or they would send into a connection we just closed.
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
      // The parser has made no request of it: its method and address are not known.
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
    // The clock is looked at before the connections. If bytes of this one are read by the end of this
    // turn, they had been there in time and we were too busy.
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
