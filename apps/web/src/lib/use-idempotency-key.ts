"use client";

import { useRef } from "react";
import { randomKey } from "./random-key";

/**
 * Adds a key to what a form sends. Sent again after a lost answer, the same input has the same key,
 * so it makes nothing twice. Changed input is something new, and so is anything after a success.
 */
export function useIdempotencyKey() {
  const last = useRef({ text: "", key: "" });
  return {
    keyed: <Input extends object>(input: Input) => {
      const text = JSON.stringify(input);
      if (last.current.text !== text) last.current = { text, key: randomKey() };
      return { ...input, idempotencyKey: last.current.key };
    },
    onMade: () => {
      last.current = { text: "", key: "" };
    },
  };
}
