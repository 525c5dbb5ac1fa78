"use client";

import { useEffect, useRef } from "react";

/**
 * Runs something now, or while the pointer is down, after the click. Content that appears before
 * that may move the button away from the pointer, and the click is lost.
 */
export function useAfterPress() {
  const waiting = useRef<(() => void) | null>(null);
  const isPressing = useRef(false);
  useEffect(() => {
    const run = () => {
      waiting.current?.();
      waiting.current = null;
    };
    const onDown = () => {
      isPressing.current = true;
    };
    const onUp = () => {
      isPressing.current = false;
      // After the click, which follows at once, or without one.
      setTimeout(run);
    };
    // Before the button's own handlers, such as one that submits the form.
    window.addEventListener("click", run, true);
    window.addEventListener("pointerdown", onDown, true);
    window.addEventListener("pointerup", onUp, true);
    window.addEventListener("pointercancel", onUp, true);
    return () => {
      window.removeEventListener("click", run, true);
      window.removeEventListener("pointerdown", onDown, true);
      window.removeEventListener("pointerup", onUp, true);
      window.removeEventListener("pointercancel", onUp, true);
    };
  }, []);
  return (work: () => void) => {
    if (isPressing.current) waiting.current = work;
    else work();
  };
}
