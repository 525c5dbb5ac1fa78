"use client";

import { useController } from "react-hook-form";
import { formatMinutes } from "~/lib/minutes";
import { useEditForm, useFieldMessage } from "../edit-form";

const USUAL = [15, 20, 30, 45, 60, 90, 120];

/** The lengths mentees choose from; an unusual stored length can still be chosen. */
export function LengthsField() {
  const { control, formState } = useEditForm();
  const { field } = useController({ control, name: "settings.durations" });
  const message = useFieldMessage("settings.durations");
  const stored = formState.defaultValues?.settings?.durations ?? [];
  const lengths = [...new Set([...USUAL, ...stored])]
    .filter((minutes) => minutes !== undefined)
    .sort((a, b) => a - b);
  return (
    <fieldset
      aria-describedby={message ? "lengths-error" : undefined}
      className="grid gap-1"
      ref={field.ref}
      tabIndex={-1}
    >
      <legend className="font-semibold">Session lengths</legend>
      <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-4">
        {lengths.map((minutes) => (
          <label className="flex min-h-9 items-center gap-2" key={minutes}>
            <input
              checked={field.value.includes(minutes)}
              className="size-5 accent-(--action)"
              onBlur={field.onBlur}
              onChange={({ target }) =>
                field.onChange(
                  target.checked
                    ? [...field.value, minutes].sort((a, b) => a - b)
                    : field.value.filter((each) => each !== minutes),
                )
              }
              type="checkbox"
            />
            {formatMinutes(minutes)}
          </label>
        ))}
      </div>
      {message ? (
        <p className="font-medium text-bad text-sm" id="lengths-error">
          {message}
        </p>
      ) : null}
    </fieldset>
  );
}
