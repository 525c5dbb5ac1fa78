"use client";

import { useEffect } from "react";

/**
 * Asks before leaving the page with unsaved changes, by closing, reloading or following one of our
 * links.
 */
export function useUnsavedWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Our own links change the page without unloading it.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const opensElsewhere =
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        link?.getAttribute("target") === "_blank";
      if (link === null || opensElsewhere || link.getAttribute("href")?.startsWith("#")) return;
      if (window.confirm("Leave without saving your changes?")) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [isDirty]);
}
