"use client";

import { AVAILABILITY_MAX } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { cityOf } from "@sundial/validators/time";
import { instantOf } from "@sundial/validators/wall-clock";
import { useRef } from "react";
import { Controller, useFieldArray, useWatch } from "react-hook-form";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input } from "~/components/ui/field";
import { InstantInput } from "~/components/ui/instant-input";
import { registerField } from "~/lib/register-field";
import { useEditForm, useFieldMessage } from "./edit-form";
import { ListSection } from "./list-section";
import { useFocusAdded } from "./use-focus-added";

/** Periods in which nothing can be booked, regardless of the hours. */
export function TimeOff({ today }: { today: string }) {
  const { control, getValues } = useEditForm();
  const { fields, append, remove } = useFieldArray({ control, name: "timeOff" });
  const timeZone = useWatch({ control, name: "weekly.timeZone" });
  const addButton = useRef<HTMLButtonElement>(null);
  const expectFocus = useFocusAdded(fields.length, focusOn);

  function add() {
    expectFocus();
    const zone = getValues("weekly.timeZone");
    const midnight = (days: number) => {
      const date = new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);
      return instantOf(`${date}T00:00`, zone) ?? new Date();
    };
    append({ startsAt: midnight(1), endsAt: midnight(2), label: "" }, { shouldFocus: false });
  }

  return (
    <ListSection
      add={{
        label: "Add time off",
        onClick: add,
        disabled: fields.length >= AVAILABILITY_MAX.timeOff,
        ref: addButton,
      }}
      lead={`Mentees can't book during time off. Booked sessions stay. Times in ${cityOf(timeZone)}.`}
      name="timeOff"
      title="Time off"
    >
      {fields.map(({ id }, index) => (
        <TimeOffFields
          index={index}
          key={id}
          onRemove={() => {
            remove(index);
            addButton.current?.focus();
          }}
          timeZone={timeZone}
        />
      ))}
    </ListSection>
  );
}

const focusOn = (index: number) => document.getElementById(`time-off-${index}-from`)?.focus();

interface TimeOffFieldsProps {
  index: number;
  timeZone: string;
  onRemove: () => void;
}

function TimeOffFields({ index, timeZone, onRemove }: TimeOffFieldsProps) {
  const form = useEditForm();
  const name = `timeOff.${index}` as const;
  const ends = [
    { end: "startsAt", label: "From", id: `time-off-${index}-from` },
    { end: "endsAt", label: "Until", id: `time-off-${index}-until` },
  ] as const;
  const errors = {
    startsAt: useFieldMessage(`${name}.startsAt`),
    endsAt: useFieldMessage(`${name}.endsAt`),
  };
  const note = {
    id: `time-off-${index}-label`,
    hint: "Only you can see this.",
    error: useFieldMessage(`${name}.label`),
  };
  return (
    <fieldset className="grid w-full gap-4 rounded-card border border-line p-3 sm:p-4">
      <legend className="px-1 font-semibold">Time off {index + 1}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {ends.map(({ end, label, id }) => (
          <Field error={errors[end]} id={id} key={end} label={label}>
            <Controller
              control={form.control}
              name={`${name}.${end}`}
              render={({ field }) => (
                <InstantInput
                  onBlur={field.onBlur}
                  onChange={(instant) => field.onChange(instant ?? new Date(Number.NaN))}
                  ref={field.ref}
                  timeZone={timeZone}
                  type="datetime-local"
                  value={field.value}
                  {...describedBy({ id, error: errors[end] })}
                />
              )}
            />
          </Field>
        ))}
      </div>
      <Field {...note} label="Note" optional>
        <Input {...describedBy(note)} {...registerField(form, `${name}.label`)} />
      </Field>
      <Button className="justify-self-start" onClick={onRemove} size="small" variant="danger">
        Remove time off {index + 1}
      </Button>
    </fieldset>
  );
}
