import { useEffect, useRef } from "react";

/**
 * Takes the focus to what was just added to a list of `length`, once it is there. Returns what to
 * call before adding.
 */
export function useFocusAdded(length: number, focus: (index: number) => void) {
  const isAdding = useRef(false);
  useEffect(() => {
    if (!isAdding.current) return;
    isAdding.current = false;
    focus(length - 1);
  }, [length, focus]);
  return () => {
    isAdding.current = true;
  };
}
