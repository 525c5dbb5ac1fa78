import { serveDeviceLogin } from "@sundial/api";
import { guarded } from "~/server/gate/guarded";
import { createRequestContext, origins } from "~/server/server";

/** Signing in a program on another device, RFC 8628. */
const handler = guarded({
  origins,
  forms: ["/api/auth/device/code", "/api/auth/device/token"],
  handler: (request) =>
    serveDeviceLogin(
      createRequestContext(request.headers),
      request,
      new URL(request.url).pathname.split("/").at(-1) ?? "",
    ),
});

export { handler as GET, handler as OPTIONS, handler as POST };
