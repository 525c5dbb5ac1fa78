"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { decideMisuseReportInput, misuseOutcome } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Options } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { misuseOutcomeLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { MisuseReport } from "~/trpc/types";

const fields = z.object({
  outcome: z.enum(misuseOutcome.options, "Choose an outcome"),
  decision: decideMisuseReportInput.shape.decision,
});

interface DecideReportProps {
  report: MisuseReport;
  onDone: () => void;
}

/** A button with a dialog that asks how a report ends, and why. */
export function DecideReport({ report, onDone }: DecideReportProps) {
  const { id } = report;
  const cache = api.useUtils();
  const [open, setOpen] = useState(false);
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { decision: "" },
  });
  const decide = api.misuseReport.decide.useMutation({
    onSuccess: () => {
      onOpenChange(false);
      onDone();
      void cache.misuseReport.invalidate();
    },
    onError: (error) => showFormError(form, error, {}),
  });

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    form.reset();
    // Somebody else may have decided it.
    if (!isOpen && decide.isError) void cache.misuseReport.invalidate();
    decide.reset();
  }

  return (
    <Dialog
      description="Do what is needed first, such as talking to them or suspending the account. The person who reported it sees that it was decided, not how."
      onOpenChange={onOpenChange}
      open={open}
      title="Decide this report?"
      trigger={<Button className="justify-self-start">Decide</Button>}
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => decide.mutate({ id, ...input }))}
      >
        <SelectField form={form} label="Outcome" name="outcome">
          <option value="">Choose an outcome</option>
          <Options labels={misuseOutcomeLabels} values={misuseOutcome.options} />
        </SelectField>
        <TextAreaField form={form} hint="Only staff read it." label="Why" name="decision" />
        <FormError form={form} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={decide.isPending}>
            {decide.isPending ? "Saving…" : "Decide"}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
