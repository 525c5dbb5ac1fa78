"use client";

import { api } from "~/trpc/client";
import type { Member } from "~/trpc/types";

/** Properties of every action on a person. */
export interface ActionProps {
  member: Member;
  zone: string;
  /** Called with a message about what was done. */
  onDone: (message: string) => void;
}

/** After any decision, even a failed one, the page loads the person's current state. */
export function useDecided() {
  const cache = api.useUtils();
  return {
    // Not awaited: with the new state, the button goes, and its message would go with it.
    onSettled: () => {
      void cache.member.invalidate();
      void cache.profile.list.invalidate();
      void cache.audit.timeline.invalidate();
    },
  };
}
