"use client";

import { localDate } from "@sundial/validators/time";
import { useState } from "react";
import { type Month, monthOf } from "~/lib/month";

interface SlotChoiceOptions {
  initialMonth: Month;
  /** A time chosen before, for example on the way to completing the profile. */
  initialStart?: Date | null;
  zone: string;
}

/** The month looked at, then a day of it, then a time. The day follows the time into another zone. */
export function useSlotChoice({ initialMonth, initialStart = null, zone }: SlotChoiceOptions) {
  const [month, setMonth] = useState(initialMonth);
  const [day, setDay] = useState<string | null>(null);
  const [start, setStart] = useState<Date | null>(initialStart);
  // Until then the picker itself goes to the first month that has something.
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
    /** Goes to where this start is, without choosing it. */
    showStart: (instant: Date) => {
      setMonth(monthOf(instant, zone));
      setDay(localDate(instant, zone));
    },
    chooseDate: (date: string) => {
      setDay(date);
      setStart(null);
    },
    /** Also goes to where the start is, wherever the reader was before. */
    chooseStart: (instant: Date) => {
      setMonth(monthOf(instant, zone));
      setDay(localDate(instant, zone));
      setStart(instant);
    },
    /** For when other starts are offered: of another length. */
    startOver: () => {
      setIsBrowsing(false);
      setDay(null);
      setStart(null);
    },
  };
}

export type SlotChoice = ReturnType<typeof useSlotChoice>;
