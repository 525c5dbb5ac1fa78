import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { toWireError } from "~/lib/form-errors";

/** Once; but what was too much already is not asked for again. */
function isWorthRetrying(failures: number, error: Error) {
  return failures < 1 && toWireError(error).code !== "TOO_MANY_REQUESTS";
}

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // What the server sent with the page is fresh: no second request right after it.
      queries: { staleTime: 30_000, retry: isWorthRetrying },
      // Dates reach the browser as dates: what server components hand over may hold them.
      dehydrate: {
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}
