"use client";

import type { AppRouter } from "@sundial/api";
import { MAX_BATCH_SIZE } from "@sundial/validators";
import * as transformer from "@sundial/validators/transformer";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import { type ReactNode, useState } from "react";
import { createQueryClient } from "./query-client";

export const api = createTRPCReact<AppRouter>();

const endpoint = { url: "/api/trpc", transformer };

/** The longest input for a GET query; servers reject much longer URLs. */
const MAX_INPUT_IN_ADDRESS = 1000;

let browserQueryClient: QueryClient | undefined;

/** One client per request on the server, a single one in the browser. */
function getQueryClient() {
  if (typeof window === "undefined") return createQueryClient();
  browserQueryClient ??= createQueryClient();
  return browserQueryClient;
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [client] = useState(() =>
    api.createClient({
      links: [
        splitLink({
          condition: ({ type }) => type === "subscription",
          true: httpSubscriptionLink(endpoint),
          false: splitLink({
            condition: ({ input }) => JSON.stringify(input ?? null).length > MAX_INPUT_IN_ADDRESS,
            true: httpLink({ ...endpoint, methodOverride: "POST" }),
            false: httpBatchLink({ ...endpoint, maxItems: MAX_BATCH_SIZE, maxURLLength: 8000 }),
          }),
        }),
      ],
    }),
  );
  return (
    <api.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </api.Provider>
  );
}
