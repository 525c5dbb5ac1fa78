import { IncomingMessage } from "node:http";

/** Why a body was rejected: too large, or compressed. */
export type BodyRefusal = "tooLarge" | "encoded";

const LENGTH = /^\d+$/;

/**
 * Reads a request's body while it arrives, up to `maxBytes`: a declared length is rejected before
 * the first byte, an undeclared one at the first byte too many. Compressed bodies are rejected,
 * because the limit must count what will be parsed. The server's `requestTimeout` limits the time.
 */
export async function readBody(
  request: IncomingMessage,
  { maxBytes }: { maxBytes: number },
): Promise<Buffer | BodyRefusal> {
  const { "content-encoding": encoding = "identity", "content-length": length } = request.headers;
  if (encoding !== "identity") return "encoded";
  if (length !== undefined && LENGTH.test(length) && Number(length) > maxBytes) return "tooLarge";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) return "tooLarge";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The request again, with its complete body. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } =
    request;
  headers["content-length"] = String(body.length);
  delete headers["transfer-encoding"];
  Object.assign(whole, {
    method,
    url,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
  });
  whole.headers = headers;
  whole.complete = true;
  if (body.length > 0) whole.push(body);
  whole.push(null);
  return whole;
}
