import { server } from "~/server/server";

/** The public keys of access tokens, where verifiers look for them first. */
const handler = (request: Request) => server().auth.serveKeySet(request);

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
