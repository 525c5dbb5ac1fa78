"use client";

import { api } from "~/trpc/client";

/** The zone of the times that this person sees. */
export function useViewerZone(): string {
  const [account] = api.account.me.useSuspenseQuery();
  return account.timeZone;
}
