"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { pauseAvailabilityInput } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { leaveRow } from "./leave-row";

const fields = z.object({
  /** Empty: until the mentor opens again. */
  days: z.enum(["14", "28", ""]),
  reason: pauseAvailabilityInput.shape.reason,
});

interface PauseDialogProps {
  row: RouterOutputs["stuck"]["list"]["items"][number];
}

/** A button with a dialog in which staff pause new bookings with a mentor. */
export function PauseDialog({ row: { person } }: PauseDialogProps) {
  const cache = api.useUtils();
  const isAlive = useAlive();
  const [open, setOpen] = useState(false);
  const name = person?.name ?? "";
  const form = useForm<z.infer<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { days: "14", reason: "" },
  });
  const pause = api.availability.pause.useMutation({
    onSuccess: () => setOpen(false),
    onError: (error) => showFormError(form, error, {}),
  });

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    // They may have paused by themselves.
    if (!isOpen && pause.isError) void cache.stuck.invalidate();
    pause.reset();
    form.clearErrors();
  }

  return (
    <Dialog
      description="What is booked or requested stays. The mentor is told, and can open again at any time."
      onClosed={(event) => {
        if (!pause.isSuccess) return;
        event.preventDefault();
        leaveRow(cache);
      }}
      onOpenChange={onOpenChange}
      open={open}
      title={`Pause new bookings with ${name}?`}
      trigger={
        <Button aria-label={`Pause ${name}`} disabled={!isAlive} size="small" variant="secondary">
          Pause
        </Button>
      }
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ days, reason }) =>
          pause.mutate({
            mentorId: person?.id ?? "",
            until: days === "" ? null : new Date(Date.now() + Number(days) * DAY),
            reason,
          }),
        )}
      >
        <SelectField form={form} label="How long" name="days">
          <option value="14">2 weeks</option>
          <option value="28">4 weeks</option>
          <option value="">Until they open again</option>
        </SelectField>
        <TextAreaField form={form} hint="For the record." label="Reason" name="reason" />
        <FormError form={form} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={pause.isPending}>
            {pause.isPending ? "Pausing…" : "Pause bookings"}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
