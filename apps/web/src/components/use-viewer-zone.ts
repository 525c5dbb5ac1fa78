"use client";

import { api } from "~/trpc/client";

/** The zone in which this person is shown times. */
export function useViewerZone(): string {
  const [account] = api.account.me.useSuspenseQuery();
  return account.timeZone;
}
