"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { type AvailabilityEdit, availabilityEdit } from "@sundial/validators";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { WhyNot } from "~/app/mentors/[id]/_components/why-not";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, SubmitButton } from "~/components/ui/form";
import { BookingSettings } from "./booking/booking-settings";
import { BookingStateFields } from "./booking/booking-state-fields";
import type { EditValues } from "./edit-form";
import { newLongWindows } from "./hours/clock-minutes";
import { WeeklyHours } from "./hours/weekly-hours";
import { DateOverrides } from "./overrides/date-overrides";
import { ImpactDialog } from "./preview/impact-dialog";
import { SlotPreview } from "./preview/slot-preview";
import { TimeOff } from "./time-off";
import { TravelPeriods } from "./travel-periods";
import { useSave } from "./use-save";
import { useUnsavedWarning } from "./use-unsaved-warning";

interface AvailabilityEditorProps {
  mentorId: string;
  initial: RouterOutputs["availability"]["mine"];
  now: Date;
}

/**
 * One form for everything that decides when a mentor can be booked; saved as a whole or not at all.
 */
export function AvailabilityEditor({ mentorId, initial, now }: AvailabilityEditorProps) {
  const [loaded, setLoaded] = useState(initial);
  const form = useForm<EditValues, unknown, AvailabilityEdit>({
    resolver: zodResolver(availabilityEdit),
    defaultValues: initial.edit,
  });
  const save = useSave({
    form,
    version: loaded.version,
    now,
    onLoaded: (mine) => {
      setLoaded(mine);
      form.reset(mine.edit);
    },
  });
  const { isDirty, isSubmitting, errors } = form.formState;
  useUnsavedWarning(isDirty);
  const { today, edit } = loaded;
  return (
    <FormProvider {...form}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Form className="grid gap-6 [&_*]:scroll-mb-24" onSubmit={form.handleSubmit(save.look)}>
          <WeeklyHours />
          <DateOverrides today={today} />
          <TimeOff today={today} />
          <TravelPeriods today={today} />
          <BookingStateFields today={today} />
          <BookingSettings />
          {save.failure ? <Alert title={save.failure.error} tone="bad" /> : null}
          <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-line border-t bg-paper py-3">
            <p aria-live="polite" className="text-muted text-sm">
              {Object.keys(errors).length > 0
                ? "Some fields aren't valid. Check the marked fields."
                : isDirty
                  ? "Unsaved changes."
                  : save.isSaved
                    ? "Saved."
                    : "No changes."}
            </p>
            <div className="ml-auto flex gap-2">
              {isDirty ? (
                <Button className="px-3" onClick={() => form.reset()} variant="ghost">
                  Discard
                </Button>
              ) : null}
              <ImpactDialog
                error={save.error}
                impact={save.review?.impact ?? null}
                isSaving={save.isSaving}
                longWindows={save.review ? newLongWindows(save.review.edit, edit) : []}
                onClose={save.close}
                onReload={save.reload}
                onSave={save.save}
                timeZone={save.review?.edit.weekly.timeZone ?? edit.weekly.timeZone}
                trigger={
                  <SubmitButton disabled={!isDirty || isSubmitting}>
                    {isSubmitting ? "Checking…" : "Review and save"}
                  </SubmitButton>
                }
              />
            </div>
          </div>
        </Form>
        <aside
          aria-labelledby="preview-heading"
          className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto"
        >
          <SlotPreview now={now} />
        </aside>
        <WhyNot
          durations={edit.settings.durations}
          mentorId={mentorId}
          question="Why isn't one of my times offered?"
          zone={edit.weekly.timeZone}
        />
      </div>
    </FormProvider>
  );
}
