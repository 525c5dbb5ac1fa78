"use client";

import { AVAILABILITY_MAX } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import { useRef } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input } from "~/components/ui/field";
import { registerField } from "~/lib/register-field";
import { useEditForm, useFieldMessage } from "./edit-form";
import { WeekDays } from "./hours/week-days";
import { ListSection } from "./list-section";
import { useFocusAdded } from "./use-focus-added";

/** Trips: other hours in another zone, from one date to another. */
export function TravelPeriods({ today }: { today: string }) {
  const { control, getValues } = useEditForm();
  const { fields, append, remove } = useFieldArray({ control, name: "travel" });
  const addButton = useRef<HTMLButtonElement>(null);
  const expectFocus = useFocusAdded(fields.length, focusOn);

  function add() {
    expectFocus();
    const { timeZone, days } = getValues("weekly");
    append(
      { timeZone, days: structuredClone(days), validFrom: "", validTo: "" },
      { shouldFocus: false },
    );
  }

  return (
    <ListSection
      add={{
        label: "Add trip",
        onClick: add,
        disabled: fields.length >= AVAILABILITY_MAX.travel,
        ref: addButton,
      }}
      lead="While you travel, these hours and time zone replace your weekly ones."
      name="travel"
      title="Travel"
    >
      {fields.map(({ id }, index) => (
        <TravelPeriod
          index={index}
          key={id}
          onRemove={() => {
            remove(index);
            addButton.current?.focus();
          }}
          today={today}
        />
      ))}
    </ListSection>
  );
}

const focusOn = (index: number) => document.getElementById(`travel-${index}-zone`)?.focus();

interface TravelPeriodProps {
  index: number;
  today: string;
  onRemove: () => void;
}

function TravelPeriod({ index, today, onRemove }: TravelPeriodProps) {
  const form = useEditForm();
  const name = `travel.${index}` as const;
  const timeZone = useWatch({ control: form.control, name: `${name}.timeZone` });
  const zone = { id: `travel-${index}-zone`, error: useFieldMessage(`${name}.timeZone`) };
  const from = { id: `travel-${index}-from`, error: useFieldMessage(`${name}.validFrom`) };
  const to = { id: `travel-${index}-to`, error: useFieldMessage(`${name}.validTo`) };
  return (
    <fieldset className="grid w-full gap-4 rounded-card border border-line p-3 sm:p-4">
      <legend className="px-1 font-semibold">
        Trip {index + 1}: {cityOf(timeZone)}
      </legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field {...zone} label="Local time zone">
          <TimeZoneSelect
            current={timeZone}
            {...describedBy(zone)}
            {...registerField(form, `${name}.timeZone`)}
          />
        </Field>
        <Field {...from} label="First day">
          <Input type="date" {...describedBy(from)} {...registerField(form, `${name}.validFrom`)} />
        </Field>
        <Field {...to} label="Last day">
          <Input
            min={today}
            type="date"
            {...describedBy(to)}
            {...registerField(form, `${name}.validTo`)}
          />
        </Field>
      </div>
      <WeekDays label={`Trip ${index + 1}, `} name={name} />
      <Button className="justify-self-start" onClick={onRemove} size="small" variant="danger">
        Remove trip {index + 1}
      </Button>
    </fieldset>
  );
}
