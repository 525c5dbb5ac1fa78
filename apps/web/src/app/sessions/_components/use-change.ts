"use client";

import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

/**
 * After a change of the session, the page shows it at once. If the session has changed meanwhile,
 * the page loads its new state.
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
