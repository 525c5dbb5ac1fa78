"use client";

import { useEffect, useRef } from "react";

/**
 * Runs something now, or when the pointer is held down, once what it presses has been clicked:
 * whatever appears before that may push the button from under the pointer, and the click is lost.
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
      // After the click, which comes right behind, or where none comes.
      setTimeout(run);
    };
    // Before the handlers of the button itself, such as one that sends the form.
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
