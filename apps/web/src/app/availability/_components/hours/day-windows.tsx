"use client";

import { AVAILABILITY_MAX } from "@sundial/validators";
import { Plus } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { Button } from "~/components/ui/button";
import { type DayName, useEditForm, useFieldMessage } from "../edit-form";
import { useFocusAdded } from "../use-focus-added";
import { haveOverlap, nextWindow } from "./clock-minutes";
import { WindowFields } from "./window-fields";

interface DayWindowsProps {
  name: DayName;
  /** The day they belong to, such as "Monday". */
  label: string;
  /** The previous day, whose hours may extend into this one. */
  dayBefore?: DayName;
  /** Shown next to the button that adds hours. */
  action?: ReactNode;
}

/** The hours of one day: none, one window or several. */
export function DayWindows({ name, label, dayBefore, action }: DayWindowsProps) {
  const { control } = useEditForm();
  const { fields, append, remove } = useFieldArray({ control, name });
  const [windows, nightBefore] = useWatch({ control, name: [name, dayBefore ?? name] });
  const message = useFieldMessage(name);
  const addButton = useRef<HTMLButtonElement>(null);
  const starts = useRef(new Map<number, HTMLInputElement>());
  const expectFocus = useFocusAdded(fields.length, (index) => starts.current.get(index)?.focus());

  return (
    <div className="grid justify-items-start gap-2">
      {fields.map(({ id }, index) => (
        <WindowFields
          key={id}
          label={`${label}, hours ${index + 1}`}
          name={`${name}.${index}`}
          onRemove={() => {
            remove(index);
            addButton.current?.focus();
          }}
          startRef={(input) => {
            if (input) starts.current.set(index, input);
            else starts.current.delete(index);
          }}
        />
      ))}
      {haveOverlap(windows ?? [], dayBefore ? nightBefore : []) ? (
        <p className="text-muted text-sm">These hours overlap and count as one block.</p>
      ) : null}
      {message ? (
        <p className="font-medium text-bad text-sm" role="alert">
          {message}
        </p>
      ) : null}
      <div className="flex min-h-11 flex-wrap items-center gap-x-2">
        {fields.length === 0 ? <p className="mr-2 text-muted">Unavailable</p> : null}
        <Button
          aria-label={`Add hours on ${label}`}
          disabled={fields.length >= AVAILABILITY_MAX.windowsPerDay}
          onClick={() => {
            expectFocus();
            append(nextWindow(windows ?? []), { shouldFocus: false });
          }}
          ref={addButton}
          size="small"
          variant="ghost"
        >
          <Plus aria-hidden className="size-4" />
          Add hours
        </Button>
        {action}
      </div>
    </div>
  );
}
