"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { programSettingsFields } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { formatMinutes } from "~/lib/minutes";
import { api } from "~/trpc/client";
import { JoiningFields } from "./joining-fields";
import { ProgramFields } from "./program-fields";
import type { SettingsInput, SettingsOutput } from "./settings-input";

const NOTICES = [0, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080];

/** All settings in one form, which is saved as a whole. */
export function SettingsForm() {
  const [{ version, logoDigest: _, ...settings }] = api.program.settings.useSuspenseQuery();
  const cache = api.useUtils();
  const router = useRouter();
  const form = useForm<SettingsInput, unknown, SettingsOutput>({
    resolver: zodResolver(programSettingsFields),
    defaultValues: settings,
    // When someone else has saved, their changes appear, and what was typed here stays.
    values: settings,
    resetOptions: { keepDirtyValues: true, keepErrors: true },
  });
  const update = api.program.updateSettings.useMutation({
    onSuccess: ({ version: _version, logoDigest: _digest, ...saved }) => {
      // Nothing is dirty now, or a later change by someone else would not appear.
      form.reset(saved, { keepDirtyValues: false, keepErrors: false });
      // The header and the footer show some of it.
      router.refresh();
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.program.settings.invalidate(),
  });
  const notices = [...new Set([...NOTICES, settings.defaultMinNoticeMinutes])].sort(
    (a, b) => a - b,
  );
  return (
    <Form
      aria-label="Settings"
      className="grid gap-6"
      // What was saved is no longer all there is.
      onChange={() => update.isSuccess && update.reset()}
      onSubmit={form.handleSubmit((changed) => update.mutate({ version, ...changed }))}
    >
      <ProgramFields form={form} />
      <JoiningFields form={form} />
      <SectionCard title="Booking">
        <TextField
          form={form}
          hint="Upcoming sessions and requests that one mentee may have at once, across all mentors. Sessions that are already booked stay."
          inputMode="numeric"
          label="Sessions per mentee"
          min={1}
          name="maxActiveSessions"
          rules={{ setValueAs: toNumber }}
          type="number"
        />
        <SelectField
          form={form}
          hint="For mentors who join from now on. Each can change it under Availability."
          label="Default minimum notice"
          name="defaultMinNoticeMinutes"
          rules={{ setValueAs: Number }}
        >
          {notices.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0 ? "None" : formatMinutes(minutes)}
            </option>
          ))}
        </SelectField>
      </SectionCard>
      <SectionCard title="Who is stuck">
        <TextField
          form={form}
          hint="In days. Mentees without a session for longer are listed under Stuck, and staff can write to them."
          inputMode="numeric"
          label="A mentee is stuck after"
          min={7}
          name="stuckAfterDays"
          rules={{ setValueAs: toNumber }}
          type="number"
        />
      </SectionCard>
      <SectionCard title="Privacy">
        <TextField
          form={form}
          hint="In months, for the audit log. Older ones are removed permanently; the events stay. Empty means that they are kept."
          inputMode="numeric"
          label="Keep IP addresses and browsers for"
          min={1}
          name="keepOriginsMonths"
          optional
          rules={{ setValueAs: toNumberOrNull }}
          type="number"
        />
      </SectionCard>
      <div className="grid justify-items-start gap-4">
        <FormError form={form} />
        {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
        <SubmitButton disabled={update.isPending}>
          {update.isPending ? "Saving…" : "Save changes"}
        </SubmitButton>
      </div>
    </Form>
  );
}

// An input's value is text; a value set by code is already a number.
const toNumber = (value: string | number) => (value === "" ? Number.NaN : Number(value));
const toNumberOrNull = (value: string | number | null) =>
  value === "" || value === null ? null : Number(value);
