"use client";

import type { FormatSettings } from "@sundial/validators";
import { type TimeFormats, timeFormats } from "@sundial/validators/time";
import { adoptZoneRules, type ZoneRules } from "@sundial/validators/zone-rules";
import { createContext, type ReactNode, useContext, useMemo } from "react";

const FormatsContext = createContext<TimeFormats | null>(null);

interface FormatsProviderProps {
  /** From the server: if the browser decided, the two could render different pages. */
  settings: FormatSettings;
  /** How the server reads the clock of the reader's zone; null for visitors. */
  rules: ZoneRules | null;
  children: ReactNode;
}

export function FormatsProvider({ settings, rules, children }: FormatsProviderProps) {
  // Before anything below reads a clock. The server has nothing to adopt: these are its own rules.
  if (rules !== null && typeof window !== "undefined") adoptZoneRules(rules.zone, rules);
  const { clock, dateOrder, weekStart } = settings;
  const formats = useMemo(
    () => timeFormats({ clock, dateOrder, weekStart }),
    [clock, dateOrder, weekStart],
  );
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}

/** The reader's time and date formats; server components use `getFormats`. */
export function useFormats(): TimeFormats {
  const formats = useContext(FormatsContext);
  if (formats === null) throw new Error("useFormats needs a FormatsProvider above it.");
  return formats;
}
