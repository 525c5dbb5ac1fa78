"use client";

import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

/** What came of resolving a dispute, for the list, since the dispute itself may be gone. */
export interface Outcome {
  tone: "good" | "info";
  title: string;
  more?: string;
}

/** After a dispute is resolved, or somebody else was first, the list says so and loads again. */
export function useResolve({ topic }: OfficeSession, onOutcome: (outcome: Outcome) => void) {
  const cache = api.useUtils();
  return {
    onSuccess: () => {
      onOutcome({ tone: "good", title: `“${topic}” is resolved.` });
      void cache.officeSession.invalidate();
    },
    onError: (error: unknown) => {
      const { code } = toWireError(error);
      if (code !== "STALE_VERSION" && code !== "INVALID_TRANSITION") return;
      onOutcome({
        tone: "info",
        title: `Somebody else has just changed “${topic}”.`,
        more: "Nothing of yours was saved. The list shows the latest state.",
      });
      void cache.officeSession.invalidate();
    },
  };
}
