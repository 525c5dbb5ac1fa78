"use client";

import { useWatch } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { describedBy, Field } from "~/components/ui/field";
import { registerField } from "~/lib/register-field";
import { useEditForm, useFieldMessage } from "../edit-form";
import { WeekDays } from "./week-days";

/** The regular week, and the zone for everything on the page. */
export function WeeklyHours() {
  const form = useEditForm();
  const timeZone = useWatch({ control: form.control, name: "weekly.timeZone" });
  const zone = {
    id: "weekly-zone",
    hint: "Your hours follow the clocks in this zone, including clock changes. Booked sessions don't move.",
    error: useFieldMessage("weekly.timeZone"),
  };
  return (
    <SectionCard title="Weekly hours">
      <Field {...zone} label="Time zone">
        <TimeZoneSelect
          current={timeZone}
          {...describedBy(zone)}
          {...registerField(form, "weekly.timeZone")}
        />
      </Field>
      <WeekDays name="weekly" />
    </SectionCard>
  );
}
