import { ServerResponse } from "node:http";

/**
 * Studio's page tells Prisma from the browser that it was opened, and no setting stops it. With
 * this policy, the browser lets it talk only to its own server.
 */
const POLICY = "connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:";

/** Adds that policy to every response of this process, which serves only Studio. */
export function keepStudioQuiet() {
  const { writeHead } = ServerResponse.prototype;
  Object.defineProperty(ServerResponse.prototype, "writeHead", {
    value(this: ServerResponse, ...given: unknown[]) {
      this.setHeader("content-security-policy", POLICY);
      return Reflect.apply(writeHead, this, given);
    },
  });
}
