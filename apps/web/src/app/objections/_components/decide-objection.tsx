"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { decideReliabilityInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Options } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { objectionOutcomeLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { Objection } from "~/trpc/types";

const { outcome: outcomes } = decideReliabilityInput.shape;
const fields = z.object({
  outcome: z.enum(outcomes.options, "Choose an outcome"),
  answer: decideReliabilityInput.shape.answer,
});

interface DecideObjectionProps {
  item: Objection;
  /** With what became of it. */
  onDone: (message: string) => void;
}

/** A button with a dialog that asks how an objection ends, and what to answer. */
export function DecideObjection({ item: { id, person }, onDone }: DecideObjectionProps) {
  const cache = api.useUtils();
  const [open, setOpen] = useState(false);
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { answer: "" },
  });
  const decide = api.reliability.decide.useMutation({
    onSuccess: async ({ status }) => {
      onOpenChange(false);
      await cache.reliability.invalidate();
      onDone(`You ${status} the objection. ${person.name} reads your answer.`);
    },
    onError: (error) => showFormError(form, error, {}),
  });

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    form.reset();
    // Somebody else may have decided it.
    if (!isOpen && decide.isError) void cache.reliability.invalidate();
    decide.reset();
  }

  return (
    <Dialog
      description="If you accept it, it no longer counts. The session stays as it was recorded."
      onOpenChange={onOpenChange}
      open={open}
      title={`Decide the objection by ${person.name}`}
      trigger={
        <Button className="justify-self-start" variant="secondary">
          Decide<span className="sr-only"> the objection by {person.name}</span>
        </Button>
      }
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => decide.mutate({ id, ...input }))}
      >
        <SelectField form={form} label="Outcome" name="outcome">
          <option value="">Choose an outcome</option>
          <Options labels={objectionOutcomeLabels} values={outcomes.options} />
        </SelectField>
        <TextAreaField form={form} hint={`${person.name} reads it.`} label="Answer" name="answer" />
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
