import { ServerResponse } from "node:http";

/**
 * Studio's page tells Prisma from the browser that it was opened, and no setting stops it. Under this
 * policy the browser lets it talk to the server it came from and to nobody else.
 */
const POLICY = "connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:";

/** Gives every answer of this process that policy; it serves nothing but Studio. */
export function keepStudioQuiet() {
  const { writeHead } = ServerResponse.prototype;
  Object.defineProperty(ServerResponse.prototype, "writeHead", {
    value(this: ServerResponse, ...given: unknown[]) {
      this.setHeader("content-security-policy", POLICY);
      return Reflect.apply(writeHead, this, given);
    },
  });
}
