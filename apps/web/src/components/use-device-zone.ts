"use client";

import { canonicalTimeZone } from "@sundial/validators";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * This device's zone, under the name we store. Null when it reports none that names a place, such
 * as "Etc/Unknown"; undefined before hydration, because only the browser knows.
 */
export function useDeviceZone(): string | null | undefined {
  return useSyncExternalStore(never, readDeviceZone, () => undefined);
}

function readDeviceZone(): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return canonicalTimeZone(timeZone ?? "");
  } catch {
    // Some browsers throw instead when they don't know the system's zone.
    return null;
  }
}
