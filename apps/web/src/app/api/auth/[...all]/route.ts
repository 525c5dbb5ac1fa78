import { guarded } from "~/server/gate/guarded";
import { origins, server } from "~/server/server";

const handler = guarded({
  origins,
  forms: ["/api/auth/introspect", "/api/auth/revoke"],
  handler: (request) => server().auth.handler(request),
});

export { handler as GET, handler as OPTIONS, handler as POST };
