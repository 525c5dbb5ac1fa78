"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import {
  Controller,
  type FieldValues,
  type Path,
  type RegisterOptions,
  type UseFormReturn,
} from "react-hook-form";
import { newPasswordHint } from "~/lib/labels";
import { registerField } from "~/lib/register-field";
import { describedBy, Field, Input, Select, Textarea } from "./field";

interface FormField<Values extends FieldValues, Context, Output> {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  /** How the form reads the control. */
  rules?: RegisterOptions<Values, Path<Values>>;
}

/** A control's own properties, in addition to the field's. */
type OwnProps<Control extends "input" | "textarea" | "select"> = Omit<
  ComponentProps<Control>,
  "form" | "name" | "id"
>;

/** A one-line form field: label, hint, input and the form's error, connected. */
export function TextField<Values extends FieldValues, Context, Output>({
  form,
  name,
  label,
  hint,
  optional,
  rules,
  ...input
}: FormField<Values, Context, Output> & OwnProps<"input">) {
  const { field, control } = useFormField({ form, name, label, hint, optional, rules });
  return (
    <Field {...field}>
      <Input {...input} {...control} />
    </Field>
  );
}

/** The same for an existing password, which the browser may fill in. */
export function PasswordField<Values extends FieldValues, Context, Output>({
  label = "Your password",
  ...field
}: Omit<FormField<Values, Context, Output>, "label"> & { label?: string }) {
  return <TextField autoComplete="current-password" label={label} type="password" {...field} />;
}

/** The same for a password that is being chosen. */
export function NewPasswordField<Values extends FieldValues, Context, Output>({
  label = "New password",
  ...field
}: Omit<FormField<Values, Context, Output>, "label"> & { label?: string }) {
  return (
    <TextField
      autoComplete="new-password"
      hint={newPasswordHint}
      label={label}
      type="password"
      {...field}
    />
  );
}

/** The same for a longer text. */
export function TextAreaField<Values extends FieldValues, Context, Output>(
  props: FormField<Values, Context, Output>,
) {
  const { field, control } = useFormField(props);
  return (
    <Field {...field}>
      <Textarea {...control} />
    </Field>
  );
}

/** The same for a choice of options, which are its children. */
export function SelectField<Values extends FieldValues, Context, Output>({
  children,
  ...props
}: FormField<Values, Context, Output> & { children: ReactNode }) {
  const { field, control } = useFormField(props);
  return (
    <Field {...field}>
      <Select {...control}>{children}</Select>
    </Field>
  );
}

/** A box to check, with its label behind it. */
export function CheckboxField<Values extends FieldValues, Context, Output>({
  form,
  name,
  label,
  hint,
}: Omit<FormField<Values, Context, Output>, "optional" | "rules">) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label className="flex min-h-9 items-center gap-2 font-semibold" htmlFor={id}>
        <Controller
          control={form.control}
          name={name}
          render={({ field: { value, onChange, ...field } }) => (
            <input
              {...field}
              {...describedBy({ id, hint, error: undefined })}
              checked={Boolean(value)}
              className="size-5 shrink-0 accent-(--action)"
              onChange={({ target }) => onChange(target.checked)}
              type="checkbox"
            />
          )}
        />
        {label}
      </label>
      {hint ? (
        <p className="text-muted text-sm" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function useFormField<Values extends FieldValues, Context, Output>({
  form,
  name,
  label,
  hint,
  optional,
  rules,
}: FormField<Values, Context, Output>) {
  const error = form.getFieldState(name, form.formState).error?.message;
  const field = { id: useId(), label, hint, error, optional };
  return { field, control: { ...describedBy(field), ...registerField(form, name, rules) } };
}
