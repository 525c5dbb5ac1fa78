"use client";

import { Controller } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { describedBy, Field, Input } from "~/components/ui/field";
import { registerField } from "~/lib/register-field";
import { useEditForm, useFieldMessage } from "./edit-form";
import { LengthsField } from "./lengths-field";
import { MinutesField, NumberField } from "./number-fields";

/** How sessions are booked: lengths, grid, pauses, notice and limits. */
export function BookingSettings() {
  const form = useEditForm();
  const location = {
    id: "settings-location",
    hint: "A meeting link or a place. Both of you see it once a session is booked.",
    error: useFieldMessage("settings.location"),
  };
  return (
    <SectionCard title="Sessions">
      <LengthsField />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <MinutesField
          choices={[10, 15, 20, 30, 45, 60]}
          hint="Counted from the beginning of your hours."
          label="A session can start every"
          none="As long as the session"
          setting="slotStepMinutes"
        />
        <MinutesField
          choices={[0, 5, 10, 15, 20, 30, 45, 60]}
          hint="Kept free after each session. It holds for new bookings."
          label="Break after a session"
          setting="gapMinutes"
        />
        <MinutesField
          choices={[0, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080]}
          hint="Nobody can book closer to the start."
          label="Shortest notice"
          setting="minNoticeMinutes"
        />
        <NumberField
          hint="How far ahead mentees can book."
          label="Bookable for the next"
          setting="horizonDays"
          unit="days"
        />
        <NumberField label="At most each day" optional setting="dailyCap" unit="sessions" />
        <NumberField label="At most each week" optional setting="weeklyCap" unit="sessions" />
        <NumberField
          hint="Booked and not over yet."
          label="At most with one mentee"
          optional
          setting="activePerMenteeCap"
          unit="sessions"
        />
      </div>
      <Controller
        control={form.control}
        name="settings.autoAccept"
        render={({ field }) => (
          <fieldset className="grid gap-1">
            <legend className="font-semibold">When a mentee books</legend>
            {[
              { value: true, label: "The session is scheduled at once" },
              { value: false, label: "I approve each request first" },
            ].map(({ value, label }) => (
              <label className="flex min-h-9 items-center gap-2" key={label}>
                <input
                  checked={field.value === value}
                  className="size-5 accent-(--action)"
                  name={field.name}
                  onBlur={field.onBlur}
                  onChange={() => field.onChange(value)}
                  type="radio"
                />
                {label}
              </label>
            ))}
          </fieldset>
        )}
      />
      <Field {...location} label="Where you meet" optional>
        <Input {...describedBy(location)} {...registerField(form, "settings.location")} />
      </Field>
    </SectionCard>
  );
}
