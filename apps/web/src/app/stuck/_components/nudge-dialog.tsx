"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { nudgeReason, nudgeStuckInput, type StuckKind } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { leaveRow } from "./leave-row";
import { nudgeTexts } from "./stuck-labels";

const fields = nudgeStuckInput.pick({ text: true });

interface NudgeDialogProps {
  kind: StuckKind;
  row: RouterOutputs["stuck"]["list"]["items"][number];
}

/** A button with a dialog in which staff edit a message and send it. */
export function NudgeDialog({ kind, row: { id, person } }: NudgeDialogProps) {
  const cache = api.useUtils();
  const isAlive = useAlive();
  const [open, setOpen] = useState(false);
  const reason = nudgeReason.safeParse(kind).data ?? "waiting";
  const name = person?.name ?? "";
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { text: nudgeTexts[reason](name) },
  });
  const nudge = api.stuck.nudge.useMutation({
    onSuccess: () => setOpen(false),
    onError: (error) => showFormError(form, error, {}),
  });

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    // Somebody else may have written to them, or they aren't stuck anymore.
    if (!isOpen && nudge.isError) void cache.stuck.invalidate();
    nudge.reset();
    form.clearErrors();
  }

  return (
    <Dialog
      description="They get it by email and in their list. Nobody is written to twice in a week."
      onClosed={(event) => {
        if (!nudge.isSuccess) return;
        event.preventDefault();
        leaveRow(cache);
      }}
      onOpenChange={onOpenChange}
      open={open}
      title={`Write to ${name}`}
      trigger={
        <Button
          aria-label={`Write to ${name}`}
          disabled={!isAlive}
          size="small"
          variant="secondary"
        >
          Write to them
        </Button>
      }
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ text }) =>
          nudge.mutate({
            personId: person?.id ?? "",
            reason,
            officeSessionId: reason === "unanswered" ? id : undefined,
            text,
          }),
        )}
      >
        <TextAreaField form={form} label="Message" name="text" />
        <FormError form={form} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={nudge.isPending}>
            {nudge.isPending ? "Sending…" : "Send message"}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
