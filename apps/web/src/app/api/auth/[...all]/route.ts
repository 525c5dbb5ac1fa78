import { guarded } from "~/gate/guarded";
import { origins, server } from "~/server";

const handler = guarded({
  origins,
  forms: ["/api/auth/introspect"],
  handler: (request) => server().auth.handler(request),
});

export { handler as GET, handler as OPTIONS, handler as POST };
