"use client";

import { api } from "~/trpc/client";

/** The zone in which this person is shown times, and the way to change it for good. */
export function useViewerZone() {
  const cache = api.useUtils();
  const [account] = api.account.me.useSuspenseQuery();
  const update = api.account.update.useMutation({
    // The page shows the new zone at once and returns to the old one if it could not be kept.
    onMutate: ({ timeZone = account.timeZone }) => {
      cache.account.me.setData(undefined, { ...account, timeZone });
      return { before: account };
    },
    onError: (_error, _input, context) => cache.account.me.setData(undefined, context?.before),
    onSuccess: (changed) => cache.account.me.setData(undefined, changed),
  });
  return {
    zone: account.timeZone,
    setZone: (timeZone: string) => update.mutate({ timeZone }),
  };
}
