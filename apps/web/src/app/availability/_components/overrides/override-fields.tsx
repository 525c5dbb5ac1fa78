"use client";

import { useWatch } from "react-hook-form";
import { useFormats } from "~/components/formats";
import { Button } from "~/components/ui/button";
import { toDay } from "~/components/ui/date-grid";
import { useEditForm, useFieldMessage } from "../edit-form";
import { nextWindow } from "../hours/clock-minutes";
import { DayWindows } from "../hours/day-windows";

interface OverrideFieldsProps {
  index: number;
  onRemove: () => void;
}

/** One date: unavailable, or its own hours. */
export function OverrideFields({ index, onRemove }: OverrideFieldsProps) {
  const { control, setValue } = useEditForm();
  const formats = useFormats();
  const name = `overrides.${index}` as const;
  const { date, windows } = useWatch({ control, name });
  const message = useFieldMessage(`${name}.date`);
  const label = formats.fullDay(toDay(date), "UTC");
  const isUnavailable = windows.length === 0;
  const set = (next: typeof windows) => setValue(`${name}.windows`, next, { shouldDirty: true });
  return (
    <fieldset
      className="grid gap-2 rounded-card border border-line p-3 sm:p-4"
      id={`override-${date}`}
      tabIndex={-1}
    >
      <legend className="px-1 font-semibold">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        <label className="flex min-h-9 items-center gap-2">
          <input
            checked={isUnavailable}
            className="size-5 accent-(--action)"
            name={`${name}.kind`}
            onChange={() => set([])}
            type="radio"
          />
          Unavailable
        </label>
        <label className="flex min-h-9 items-center gap-2">
          <input
            checked={!isUnavailable}
            className="size-5 accent-(--action)"
            name={`${name}.kind`}
            onChange={() => set([nextWindow([])])}
            type="radio"
          />
          Different hours
        </label>
      </div>
      {isUnavailable ? null : <DayWindows label={label} name={`${name}.windows`} />}
      {message ? <p className="font-medium text-bad text-sm">{message}</p> : null}
      <Button
        aria-label={`Remove override on ${label}`}
        className="justify-self-start"
        onClick={onRemove}
        size="small"
        variant="ghost"
      >
        Remove override
      </Button>
    </fieldset>
  );
}
