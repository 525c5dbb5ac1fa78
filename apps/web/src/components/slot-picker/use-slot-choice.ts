"use client";

import { localDate } from "@sundial/validators/time";
import { useState } from "react";
import { type Month, monthOf } from "~/lib/month";

interface SlotChoiceOptions {
  initialMonth: Month;
  zone: string;
}

/** The month looked at, then a day of it, then a time. The day follows the time into another zone. */
export function useSlotChoice({ initialMonth, zone }: SlotChoiceOptions) {
  const [month, setMonth] = useState(initialMonth);
  const [day, setDay] = useState<string | null>(null);
  const [start, setStart] = useState<Date | null>(null);
  return {
    month,
    date: start ? localDate(start, zone) : day,
    start,
    showMonth: setMonth,
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
    clearStart: () => setStart(null),
  };
}

export type SlotChoice = ReturnType<typeof useSlotChoice>;
