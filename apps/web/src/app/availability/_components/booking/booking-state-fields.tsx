"use client";

import { bookingState } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import { Controller, useWatch } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { describedBy, Field } from "~/components/ui/field";
import { InstantInput } from "~/components/ui/instant-input";
import { type EditValues, useEditForm, useFieldMessage } from "../edit-form";

const STATES: Record<EditValues["settings"]["bookingState"], { label: string; hint: string }> = {
  open: { label: "Open", hint: "Mentees can find and book you." },
  paused: { label: "Paused", hint: "Mentees can find you, but can't book new sessions for now." },
  closed: { label: "Closed", hint: "You're not in the directory. Booked sessions stay." },
};

/** Whether the mentor takes bookings at all. */
export function BookingStateFields({ today }: { today: string }) {
  const { control } = useEditForm();
  const [state, timeZone] = useWatch({
    control,
    name: ["settings.bookingState", "weekly.timeZone"],
  });
  const until = {
    id: "paused-until",
    hint: `The first day mentees can book again, in ${cityOf(timeZone)} time. Leave empty to pause until you reopen.`,
    error: useFieldMessage("settings.pausedUntil"),
  };
  return (
    <SectionCard title="New bookings">
      <Controller
        control={control}
        name="settings.bookingState"
        render={({ field }) => (
          <div aria-label="New bookings" className="grid gap-2" role="radiogroup">
            {bookingState.options.map((value) => (
              <label className="flex min-h-9 items-start gap-3" key={value}>
                <input
                  checked={field.value === value}
                  className="mt-0.5 size-5 shrink-0 accent-(--action)"
                  name={field.name}
                  onBlur={field.onBlur}
                  onChange={() => field.onChange(value)}
                  type="radio"
                  value={value}
                />
                <span>
                  <span className="font-semibold">{STATES[value].label}</span>
                  <span className="block text-muted text-sm">{STATES[value].hint}</span>
                </span>
              </label>
            ))}
          </div>
        )}
      />
      {state === "paused" ? (
        <Field {...until} label="Until" optional>
          <Controller
            control={control}
            name="settings.pausedUntil"
            render={({ field }) => (
              <InstantInput
                className="max-w-56"
                min={today}
                onBlur={field.onBlur}
                onChange={field.onChange}
                ref={field.ref}
                timeZone={timeZone}
                type="date"
                value={field.value}
                {...describedBy(until)}
              />
            )}
          />
        </Field>
      ) : null}
    </SectionCard>
  );
}
