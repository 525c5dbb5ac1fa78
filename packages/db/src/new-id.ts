import { randomUUID } from "node:crypto";

/**
 * A UUID of version 7 (RFC 9562, 5.7), as Prisma makes them, for a row whose id is needed before the
 * row exists.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
