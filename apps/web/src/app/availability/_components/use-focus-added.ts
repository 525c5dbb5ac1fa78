import { useEffect, useRef } from "react";

/**
 * Focuses the entry just added to a list of `length`, once it exists. Returns a function to call
 * before adding.
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
