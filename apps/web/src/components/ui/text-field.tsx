"use client";

import type { ReactNode } from "react";
import { type ComponentProps, useId } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { describedBy, Field, Input } from "./field";

type TextFieldProps<Values extends FieldValues, Context, Output> = Omit<
  ComponentProps<typeof Input>,
  "form" | "name" | "id"
> & {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
};

/** A form's field of one line: label, hint, input and the form's own error, tied together. */
export function TextField<Values extends FieldValues, Context, Output>({
  form,
  name,
  label,
  hint,
  optional,
  ...input
}: TextFieldProps<Values, Context, Output>) {
  const error = form.getFieldState(name, form.formState).error?.message;
  const field = { id: useId(), hint, error };
  return (
    <Field {...field} label={label} optional={optional}>
      <Input {...input} {...describedBy(field)} {...form.register(name)} />
    </Field>
  );
}
