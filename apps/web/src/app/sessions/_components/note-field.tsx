"use client";

import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { TextAreaField } from "~/components/ui/form-fields";

interface NoteFieldProps<Values extends FieldValues, Context, Output> {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
  /** People who aren't a party of the session give a reason. */
  isReason: boolean;
}

/** The message with a change of a session. */
export function NoteField<Values extends FieldValues, Context, Output>({
  isReason,
  ...field
}: NoteFieldProps<Values, Context, Output>) {
  return isReason ? (
    <TextAreaField
      {...field}
      hint="Both people see this, and it's kept on record."
      label="Reason"
    />
  ) : (
    <TextAreaField {...field} hint="The other person sees this." label="Message" optional />
  );
}
