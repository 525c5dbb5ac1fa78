import type { IncomingMessage } from "node:http";
import { isReadablePath, isReadableQuery } from "../percent-encoding";

/** Whether a URL is visible ASCII, as the standard requires, with valid escapes. */
export function isReadableAddress(url: string): boolean {
  const [path = "", ...query] = url.split("?");
  return /^[\x21-\x7e]+$/.test(url) && isReadablePath(path) && isReadableQuery(query.join("?"));
}

/**
 * Whether a body is of a kind that nothing here reads: files, which Next would treat as a server
 * action call, and forms outside the API.
 */
export function isForeignForm({ url = "", headers }: IncomingMessage): boolean {
  const type = headers["content-type"] ?? "";
  // Mail programs may choose either kind of form (RFC 8058, 3.2); only the URL is read.
  if (new URL(url, "http://door.invalid").pathname === "/api/unsubscribe") return false;
  if (/^\s*multipart\//i.test(type)) return true;
  if (!/^\s*application\/x-www-form-urlencoded/i.test(type)) return false;
  // Resolves dots, as the app does.
  return !new URL(url, "http://door.invalid").pathname.startsWith("/api/");
}
