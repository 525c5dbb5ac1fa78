"use client";

import { useEffect, useState } from "react";

/**
 * The time, updated twice a minute. It starts with the page's own, so server and browser render the
 * same.
 */
export function useNow(initial: Date): Date {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
