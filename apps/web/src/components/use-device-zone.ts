"use client";

import { canonicalTimeZone } from "@sundial/validators";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * The zone this device is set to, under the name we store. Null when it reports none that names a
 * place, such as "Etc/Unknown"; undefined until the page is alive, because only the browser knows.
 */
export function useDeviceZone(): string | null | undefined {
  return useSyncExternalStore(never, readDeviceZone, () => undefined);
}

function readDeviceZone(): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return canonicalTimeZone(timeZone ?? "");
  } catch {
    // Some browsers fail instead when the system's zone is one they do not know.
    return null;
  }
}
