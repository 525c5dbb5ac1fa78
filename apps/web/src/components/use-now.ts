"use client";

import { useEffect, useState } from "react";

/** The time, twice a minute; first the page's own, so that server and browser render the same. */
export function useNow(initial: Date): Date {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
