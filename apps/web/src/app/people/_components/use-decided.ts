"use client";

import { api } from "~/trpc/client";
import type { Member } from "~/trpc/types";

/** What each decision about somebody is given. */
export interface ActionProps {
  member: Member;
  zone: string;
  /** Told what has been done, in words. */
  onDone: (message: string) => void;
}

/** Whatever was decided, the page shows the person as they are now, also when it was refused. */
export function useDecided() {
  const cache = api.useUtils();
  return {
    // Not waited for: with the new state the button goes, and the message about it would go with it.
    onSettled: () => {
      void cache.member.invalidate();
      void cache.profile.list.invalidate();
    },
  };
}
