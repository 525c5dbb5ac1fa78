import { serveLogo } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** The program's logo, from our own origin. */
const handler = (request: Request) =>
  serveLogo(createRequestContext(request.headers), {
    method: request.method,
    known: request.headers.get("if-none-match"),
  });

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
