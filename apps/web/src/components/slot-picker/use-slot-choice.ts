"use client";

import { localDate } from "@sundial/validators/time";
import { useState } from "react";
import { type Month, monthOf } from "~/lib/month";

interface SlotChoiceOptions {
  initialMonth: Month;
  /** A time chosen before, for example before completing the profile. */
  initialStart?: Date | null;
  zone: string;
}

/** The visible month, then a day of it, then a time. The day follows the time into another zone. */
export function useSlotChoice({ initialMonth, initialStart = null, zone }: SlotChoiceOptions) {
  const [month, setMonth] = useState(initialMonth);
  const [day, setDay] = useState<string | null>(null);
  const [start, setStart] = useState<Date | null>(initialStart);
  // Until then, the picker goes to the first month with times.
  const [isBrowsing, setIsBrowsing] = useState(false);
  return {
    month,
    /** Null while the reader has chosen none. */
    date: start ? localDate(start, zone) : day,
    start,
    isBrowsing,
    browseMonth: (chosen: Month) => {
      setIsBrowsing(true);
      setMonth(chosen);
      setDay(null);
    },
    /** Shows the day of this start without choosing it. */
    showStart: (instant: Date) => {
      setMonth(monthOf(instant, zone));
      setDay(localDate(instant, zone));
    },
    chooseDate: (date: string) => {
      setDay(date);
      setStart(null);
    },
    /** Also shows the day of the start, wherever the reader was before. */
    chooseStart: (instant: Date) => {
      setMonth(monthOf(instant, zone));
      setDay(localDate(instant, zone));
      setStart(instant);
    },
    /** For when the starts change, for example with another length. */
    startOver: () => {
      setIsBrowsing(false);
      setDay(null);
      setStart(null);
    },
  };
}

export type SlotChoice = ReturnType<typeof useSlotChoice>;
