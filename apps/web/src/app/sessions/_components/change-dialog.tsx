"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { cancelOfficeSessionInput, correctOfficeSessionInput } from "@sundial/validators";
import { type ComponentProps, useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, SubmitButton } from "~/components/ui/form";
import { SelectField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import type { OfficeSession } from "~/trpc/types";
import { NoteField } from "./note-field";

export interface ChangeFields {
  note: string;
  /** The value of the chosen answer; empty if the dialog has none. */
  absent: string;
}

interface ChangeDialogProps {
  session: OfficeSession;
  zone: string;
  /** The labels of the button and of the one inside the dialog. */
  label: string;
  pendingLabel: string;
  variant: ComponentProps<typeof Button>["variant"];
  title: string;
  /** People who aren't a party of the session give a reason. */
  needsReason: boolean;
  /** The answers to "Who was absent?", if the dialog asks it. */
  answers?: readonly { value: string; label: string }[];
  change: { isPending: boolean; error: unknown };
  /** Makes the change; call `close` once it has been made. */
  onSubmit: (fields: ChangeFields, close: () => void) => void;
}

const optionalNote = cancelOfficeSessionInput.shape.note;
const requiredNote = correctOfficeSessionInput.shape.note;

/** A button with a dialog that explains and confirms a change of the session. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { session, zone, label, pendingLabel, variant, title, needsReason, answers, change } =
    props;
  const [open, setOpen] = useState(false);
  const fields = z.object({
    note: needsReason ? requiredNote : optionalNote,
    absent: z
      .string()
      .refine(
        (value) => answers === undefined || answers.some((answer) => answer.value === value),
        "Choose one",
      ),
  });
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { note: "", absent: "" } });
  const error = change.error ? toWireError(change.error) : null;
  useEffect(() => {
    if (change.error) showFieldErrors(form, toWireError(change.error), ["note", "absent"]);
  }, [change.error, form]);

  return (
    <Dialog
      description={<TimeRange endsAt={session.endsAt} startsAt={session.startsAt} zone={zone} />}
      onOpenChange={setOpen}
      open={open}
      title={title}
      trigger={<Button variant={variant}>{label}</Button>}
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ note = "", absent }) =>
          props.onSubmit({ note, absent }, () => {
            setOpen(false);
            form.reset();
          }),
        )}
      >
        {error && error.code !== "INVALID_INPUT" ? <Alert title={error.error} tone="bad" /> : null}
        {answers ? (
          <SelectField form={form} label="What happened" name="absent">
            <option value="">Choose one</option>
            {answers.map((answer) => (
              <option key={answer.value} value={answer.value}>
                {answer.label}
              </option>
            ))}
          </SelectField>
        ) : null}
        <NoteField form={form} name="note" isReason={needsReason} />
        <DialogActions>
          <Button onClick={() => setOpen(false)} variant="secondary">
            Not now
          </Button>
          <SubmitButton
            disabled={change.isPending}
            variant={variant === "secondary" ? "primary" : variant}
          >
            {change.isPending ? pendingLabel : label}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
