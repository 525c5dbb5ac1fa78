import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { toWireError } from "~/lib/form-errors";

/** Retries once, but never after a rate limit. */
function isWorthRetrying(failures: number, error: Error) {
  return failures < 1 && toWireError(error).code !== "TOO_MANY_REQUESTS";
}

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // Data sent with the page is fresh: no second request right after it.
      queries: { staleTime: 30_000, retry: isWorthRetrying },
      // Server components may pass Date objects to the browser.
      dehydrate: {
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}
