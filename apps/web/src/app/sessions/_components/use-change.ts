"use client";

import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

/**
 * What follows a change of the session: the page shows it at once. When the session is no longer
 * what the page thought, the page loads what it is.
 */
export function useChange(session: OfficeSession, onChanged: () => void) {
  const cache = api.useUtils();
  return {
    onSuccess: async (changed: OfficeSession) => {
      cache.officeSession.byId.setData({ id: session.id }, changed);
      onChanged();
      await Promise.all([
        cache.officeSession.list.invalidate(),
        cache.officeSession.openSlots.invalidate(),
        cache.availability.invalidate(),
        cache.mentor.invalidate(),
      ]);
    },
    onError: async (error: unknown) => {
      const { code } = toWireError(error);
      if (code === "STALE_VERSION" || code === "INVALID_TRANSITION") {
        await cache.officeSession.invalidate();
      }
    },
  };
}
