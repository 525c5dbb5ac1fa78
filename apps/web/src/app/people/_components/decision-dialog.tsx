"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { reason } from "@sundial/validators";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField, TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";

export interface DecisionFields {
  reason: string;
  /** The value of the chosen option; empty if the dialog has none. */
  choice: string;
}

interface DecisionDialogProps {
  /** The labels of the button and of the one inside the dialog. */
  label: string;
  pendingLabel: string;
  variant: ComponentProps<typeof Button>["variant"];
  title: string;
  description: ReactNode;
  /** A question with options. */
  choice?: { label: string; options: readonly { value: string; label: string }[] };
  /** Text to type before confirming. */
  confirmation?: string;
  decision: { isPending: boolean; error: unknown; reset: () => void };
  /** Makes the decision; call `close` once it has been made. */
  onSubmit: (fields: DecisionFields, close: () => void) => void;
}

/**
 * A button with a dialog that explains a decision about a person, asks for the reason, and
 * confirms.
 */
export function DecisionDialog(props: DecisionDialogProps) {
  const { label, pendingLabel, variant, title, description, choice, confirmation, decision } =
    props;
  const [open, setOpen] = useState(false);
  const form = useForm({
    resolver: zodResolver(fieldsOf(props)),
    defaultValues: { reason: "", choice: "", confirmation: "" },
  });
  const error = decision.error ? toWireError(decision.error) : null;
  useEffect(() => {
    if (decision.error) showFieldErrors(form, toWireError(decision.error), ["reason"]);
  }, [decision.error, form]);

  const onOpenChange = (isOpen: boolean) => {
    setOpen(isOpen);
    form.reset();
    decision.reset();
  };
  return (
    <Dialog
      description={description}
      onOpenChange={onOpenChange}
      open={open}
      title={title}
      trigger={<Button variant={variant}>{label}</Button>}
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit((fields) => props.onSubmit(fields, () => onOpenChange(false)))}
      >
        {error && error.code !== "INVALID_INPUT" ? <Alert title={error.error} tone="bad" /> : null}
        {choice ? (
          <SelectField form={form} label={choice.label} name="choice">
            <option value="">Choose one</option>
            {choice.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </SelectField>
        ) : null}
        <TextAreaField
          form={form}
          hint="Staff can see this in the audit log. The person can't. Leave out names and addresses."
          label="Reason"
          name="reason"
        />
        {confirmation === undefined ? null : (
          <TextField
            autoComplete="off"
            form={form}
            hint="This keeps you from erasing someone by mistake."
            label={`Type “${confirmation}” to confirm`}
            name="confirmation"
          />
        )}
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton
            disabled={decision.isPending}
            variant={variant === "secondary" ? "primary" : variant}
          >
            {decision.isPending ? pendingLabel : label}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function fieldsOf({ choice, confirmation }: DecisionDialogProps) {
  return z.object({
    reason,
    choice: z
      .string()
      .refine(
        (value) => choice === undefined || choice.options.some((option) => option.value === value),
        "Choose one",
      ),
    confirmation: z
      .string()
      .trim()
      .refine(
        (value) => confirmation === undefined || value === confirmation,
        "Type it exactly as shown",
      ),
  });
}
