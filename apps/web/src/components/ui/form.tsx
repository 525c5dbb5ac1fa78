"use client";

import type { ComponentProps } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { useAlive } from "../use-alive";
import { Alert } from "./alert";
import { Button } from "./button";

/**
 * A form that our code validates and submits. If the browser submits it by itself, the method keeps
 * typed text, including passwords, out of the URL.
 */
export function Form(props: ComponentProps<"form">) {
  return <form method="post" noValidate {...props} />;
}

/** The error of the form as a whole, if any. */
export function FormError<Values extends FieldValues, Context, Output>({
  form,
}: {
  form: UseFormReturn<Values, Context, Output>;
}) {
  const { root } = form.formState.errors;
  return root ? <Alert title={root.message} tone="bad" /> : null;
}

/** Disabled until hydration, so an early click can't lose typed text. */
export function SubmitButton({ disabled, ...props }: ComponentProps<typeof Button>) {
  const isAlive = useAlive();
  // Last, because a dialog's trigger would make it a plain button.
  return <Button {...props} disabled={disabled || !isAlive} type="submit" />;
}
