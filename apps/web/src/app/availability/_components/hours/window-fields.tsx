"use client";

import { X } from "lucide-react";
import type { Ref } from "react";
import { useController } from "react-hook-form";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/field";
import { formatMinutes } from "~/lib/minutes";
import { type DayName, idOf, useEditForm, useFieldMessage } from "../edit-form";
import { fromClock, isLong, lengthOf, toClock, type Window, windowBetween } from "./clock-minutes";

interface WindowFieldsProps {
  name: `${DayName}.${number}`;
  /** Names the hours for screen readers: "Monday, hours 2". */
  label: string;
  startRef: Ref<HTMLInputElement>;
  onRemove: () => void;
}

// On a phone, the whole field opens the picker, because its icon would take the time's space.
const TIME_INPUT = "h-11 w-26 px-2.5 max-sm:[&::-webkit-calendar-picker-indicator]:hidden sm:w-33";

/** From one time to another; an end that isn't later than the start is on the next day. */
export function WindowFields({ name, label, startRef, onRemove }: WindowFieldsProps) {
  const { control } = useEditForm();
  const { field } = useController({ control, name });
  const startMessage = useFieldMessage(`${name}.startMinute`);
  const endMessage = useFieldMessage(`${name}.endMinute`);
  const message = startMessage ?? endMessage;
  const { startMinute, endMinute } = field.value;
  const id = idOf(name);
  const described = [`${id}-day`, message ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1 sm:gap-x-2">
        <Input
          aria-describedby={message ? `${id}-error` : undefined}
          aria-invalid={startMessage ? true : undefined}
          aria-label={`${label}, from`}
          className={TIME_INPUT}
          onBlur={field.onBlur}
          onChange={(event) =>
            field.onChange(windowBetween(fromClock(event.target.value), endMinute))
          }
          ref={startRef}
          type="time"
          value={toClock(startMinute)}
        />
        <span aria-hidden>to</span>
        <Input
          aria-describedby={described}
          aria-invalid={endMessage ? true : undefined}
          aria-label={`${label}, to`}
          className={TIME_INPUT}
          onBlur={field.onBlur}
          onChange={(event) =>
            field.onChange(windowBetween(startMinute, fromClock(event.target.value)))
          }
          ref={field.ref}
          type="time"
          value={toClock(endMinute)}
        />
        <Button
          aria-label={`Remove ${label}`}
          className="px-2"
          onClick={onRemove}
          size="small"
          variant="ghost"
        >
          <X aria-hidden className="size-5" />
        </Button>
        <span className="text-muted text-sm" id={`${id}-day`}>
          {endOf(field.value)}
        </span>
      </div>
      {message ? (
        <p className="font-medium text-bad text-sm" id={`${id}-error`}>
          {message}
        </p>
      ) : null}
    </div>
  );
}

function endOf(window: Window): string {
  const { endMinute } = window;
  const day = endMinute === 1440 ? "midnight" : endMinute > 1440 ? "next day" : "";
  if (!isLong(window)) return day;
  return [day, formatMinutes(lengthOf(window))].filter(Boolean).join(", ");
}
