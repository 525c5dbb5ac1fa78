"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and in the page as it arrives; true once it reacts to the reader. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
