"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and before hydration; true afterwards. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
