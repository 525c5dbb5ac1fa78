"use client";

import { REMIND_BEFORE, REMINDERS_MAX, updateNotificationSettingsInput } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import { type FormEvent, useState } from "react";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Field, Input } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { useViewerZone } from "~/components/use-viewer-zone";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

/** Quiet hours, the daily summary, and how long before a session reminders come. */
export function SettingsForm() {
  const [settings] = api.notification.settings.useSuspenseQuery();
  const zone = useViewerZone();
  const cache = api.useUtils();
  const [issue, setIssue] = useState<string | null>(null);
  const update = api.notification.updateSettings.useMutation({
    onSuccess: (saved) => cache.notification.settings.setData(undefined, saved),
  });

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const read = settingsIn(new FormData(event.currentTarget));
    setIssue(read.success ? null : (read.error.issues[0]?.message ?? "Check the times"));
    if (read.success) update.mutate(read.data);
  }

  return (
    <SectionCard
      lead={`Times are in ${cityOf(zone)} time, the zone of your profile.`}
      title="When you hear of it"
    >
      <Form
        className="grid gap-6"
        onChange={() => {
          setIssue(null);
          update.reset();
        }}
        onSubmit={save}
      >
        <fieldset className="grid gap-3">
          <legend className="font-semibold">Quiet hours</legend>
          <p className="text-muted text-sm">
            Emails wait until they are over, except urgent ones and those about sessions within a
            day. Leave both empty for none.
          </p>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field id="quiet-from" label="From">
              <Input
                defaultValue={settings.quiet ? clockOf(settings.quiet.from) : ""}
                id="quiet-from"
                name="quietFrom"
                type="time"
              />
            </Field>
            <Field id="quiet-until" label="Until">
              <Input
                defaultValue={settings.quiet ? clockOf(settings.quiet.until) : ""}
                id="quiet-until"
                name="quietUntil"
                type="time"
              />
            </Field>
          </div>
        </fieldset>
        <Field
          hint="One email a day with everything that can wait. Leave it empty to get each at once."
          id="digest-at"
          label="Daily summary at"
        >
          <Input
            className="sm:max-w-48"
            defaultValue={settings.digestAt === null ? "" : clockOf(settings.digestAt)}
            id="digest-at"
            name="digestAt"
            type="time"
          />
        </Field>
        <fieldset className="grid gap-3">
          <legend className="font-semibold">Reminders before a session</legend>
          <p className="text-muted text-sm">Choose up to {REMINDERS_MAX}.</p>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4">
            {REMIND_BEFORE.map((minutes) => (
              <label className="flex min-h-11 items-center gap-2" key={minutes}>
                <input
                  className="size-5 shrink-0 accent-(--action)"
                  defaultChecked={settings.remindBefore.includes(minutes)}
                  name="remindBefore"
                  type="checkbox"
                  value={minutes}
                />
                {durationOf(minutes)}
              </label>
            ))}
          </div>
        </fieldset>
        {issue ? <Alert title={issue} tone="bad" /> : null}
        {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
        {update.isError ? <Alert title={toWireError(update.error).error} tone="bad" /> : null}
        <SubmitButton className="justify-self-start" disabled={update.isPending}>
          {update.isPending ? "Saving…" : "Save"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}

/** As a time input has it. */
function clockOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function minuteOf(clock: FormDataEntryValue | null): number | null {
  const [hours, minutes] = String(clock ?? "").split(":");
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}

function durationOf(minutes: number): string {
  const [count, unit] =
    minutes % 1440 === 0
      ? [minutes / 1440, "day"]
      : minutes % 60 === 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function settingsIn(form: FormData) {
  const [from, until] = [minuteOf(form.get("quietFrom")), minuteOf(form.get("quietUntil"))];
  return updateNotificationSettingsInput.safeParse({
    quiet: from === null && until === null ? null : { from, until },
    digestAt: minuteOf(form.get("digestAt")),
    remindBefore: form.getAll("remindBefore").map(Number),
  });
}
