import type { IncomingMessage } from "node:http";
import { isReadablePath, isReadableQuery } from "../percent-encoding";

/** Whether an address is visible ASCII, as the standard has it, with readable escapes. */
export function isReadableAddress(url: string): boolean {
  const [path = "", ...query] = url.split("?");
  return /^[\x21-\x7e]+$/.test(url) && isReadablePath(path) && isReadableQuery(query.join("?"));
}

/**
 * Whether a body is of a kind that nothing here reads: files, which Next would take for a call of a
 * server action, and forms outside of the API.
 */
export function isForeignForm({ url = "", headers }: IncomingMessage): boolean {
  const type = headers["content-type"] ?? "";
  if (/^\s*multipart\//i.test(type)) return true;
  if (!/^\s*application\/x-www-form-urlencoded/i.test(type)) return false;
  // Dots resolved, as the app does it.
  return !new URL(url, "http://door.invalid").pathname.startsWith("/api/");
}
