"use client";

import { SESSION_ID_PLACEHOLDER } from "@sundial/validators";
import { Controller } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { describedBy, Field, Input } from "~/components/ui/field";
import { registerField } from "~/lib/register-field";
import { useEditForm, useFieldMessage } from "../edit-form";
import { LengthsField } from "./lengths-field";
import { MinutesField, NumberField } from "./number-fields";

/** Booking rules: lengths, start-time increment, pauses, notice and limits. */
export function BookingSettings() {
  const form = useEditForm();
  const location = {
    id: "settings-location",
    hint: `A meeting link or a place. Both of you see it after booking. Mentees can't book you without one. With ${SESSION_ID_PLACEHOLDER} in the link, such as https://meet.example.org/${SESSION_ID_PLACEHOLDER}, each session has its own room.`,
    error: useFieldMessage("settings.location"),
  };
  return (
    <SectionCard title="Sessions">
      <LengthsField />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <MinutesField
          choices={[10, 15, 20, 30, 45, 60]}
          hint="Counted from the start of your hours."
          label="Start-time increment"
          none="Same as session length"
          setting="slotStepMinutes"
        />
        <MinutesField
          choices={[0, 5, 10, 15, 20, 30, 45, 60]}
          hint="Time kept free after each session. Applies to new bookings."
          label="Buffer after a session"
          setting="gapMinutes"
        />
        <MinutesField
          choices={[0, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080]}
          hint="How far ahead mentees must book."
          label="Minimum notice"
          setting="minNoticeMinutes"
        />
        <NumberField
          hint="How far into the future mentees can book."
          label="Booking window"
          setting="horizonDays"
          unit="days"
        />
        <NumberField label="Daily limit" optional setting="dailyCap" unit="sessions" />
        <NumberField label="Weekly limit" optional setting="weeklyCap" unit="sessions" />
        <NumberField
          hint="Upcoming sessions one mentee can have with you."
          label="Limit per mentee"
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
              { value: true, label: "The session is scheduled right away" },
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
      <Field {...location} label="Location">
        <Input {...describedBy(location)} {...registerField(form, "settings.location")} />
      </Field>
    </SectionCard>
  );
}
