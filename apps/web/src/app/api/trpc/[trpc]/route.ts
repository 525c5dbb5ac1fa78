import { appRouter, responseMeta } from "@sundial/api";
import { MAX_BATCH_SIZE } from "@sundial/validators";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { isCallInput } from "~/server/gate/call-input";
import { guarded } from "~/server/gate/guarded";
import { createRequestContext, origins } from "~/server/server";

const handler = guarded({
  origins,
  isInput: isCallInput,
  handler: (request) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: appRouter,
      createContext: ({ resHeaders }) => createRequestContext(request.headers, resHeaders),
      maxBatchSize: MAX_BATCH_SIZE,
      // Long queries are sent as POST.
      allowMethodOverride: true,
      responseMeta,
    }),
});

export { handler as GET, handler as OPTIONS, handler as POST };
