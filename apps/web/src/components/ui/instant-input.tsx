"use client";

import { instantOf, readingAt } from "@sundial/validators/wall-clock";
import { type ComponentProps, useState } from "react";
import { cn } from "~/lib/cn";
import { Input } from "./field";

interface InstantInputProps extends Omit<ComponentProps<typeof Input>, "value" | "onChange"> {
  /** A date means its midnight. */
  type: "date" | "datetime-local";
  /** Null, or an invalid date, while the input is incomplete. */
  value: Date | null;
  timeZone: string;
  onChange: (instant: Date | null) => void;
}

/**
 * A date or a time in a zone. Typed text is never rewritten: a year passes through 2, 20 and 202 on
 * its way to 2027, and writing any of them back would clear the field.
 */
export function InstantInput({
  type,
  value,
  timeZone,
  onChange,
  className,
  ...props
}: InstantInputProps) {
  const [typed, setTyped] = useState("");
  const read = (text: string) => instantOf(type === "date" ? `${text}T00:00` : text, timeZone);
  const written = () => {
    if (value === null || Number.isNaN(value.getTime())) return "";
    const reading = readingAt(value, timeZone);
    return type === "date" ? reading.slice(0, 10) : reading;
  };
  return (
    <Input
      // On a phone, the whole field opens the picker, because its icon would take the time's space.
      className={cn("px-3 max-sm:[&::-webkit-calendar-picker-indicator]:hidden", className)}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(read(target.value));
      }}
      type={type}
      // Unless something else has changed the value since.
      value={read(typed)?.getTime() === value?.getTime() ? typed : written()}
      {...props}
    />
  );
}
