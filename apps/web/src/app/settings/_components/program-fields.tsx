import { SectionCard } from "~/components/section-card";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { describedBy, Field } from "~/components/ui/field";
import { TextField } from "~/components/ui/form-fields";
import { registerField } from "~/lib/register-field";
import type { SettingsFormOf } from "./settings-input";

/** What pages and emails say about the program. */
export function ProgramFields({ form }: { form: SettingsFormOf }) {
  const zone = {
    id: "program-zone",
    hint: "For emails to people without an account. Everyone else sees their own time zone.",
    error: form.formState.errors.timeZone?.message,
  };
  return (
    <SectionCard title="Program">
      <TextField
        autoComplete="organization"
        form={form}
        hint="In the header of pages and in emails."
        label="Name"
        name="name"
      />
      <TextField
        autoComplete="off"
        form={form}
        hint="Everyone sees it, in the footer of pages and emails."
        label="Contact email"
        name="contactEmail"
        optional
        rules={{ setValueAs: toNull }}
        type="email"
      />
      <Field {...zone} label="Time zone">
        <TimeZoneSelect
          current={form.getValues("timeZone")}
          {...describedBy(zone)}
          {...registerField(form, "timeZone")}
        />
      </Field>
      <TextField
        autoComplete="off"
        form={form}
        label="Terms link"
        name="termsUrl"
        optional
        placeholder="https://"
        rules={{ setValueAs: toNull }}
        type="url"
      />
      <TextField
        autoComplete="off"
        form={form}
        label="Privacy link"
        name="privacyUrl"
        optional
        placeholder="https://"
        rules={{ setValueAs: toNull }}
        type="url"
      />
    </SectionCard>
  );
}

const toNull = (value: string | null) => (value?.trim() ? value : null);
