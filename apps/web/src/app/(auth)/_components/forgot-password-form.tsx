"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import {
  type RequestPasswordResetInput,
  requestPasswordResetInput,
  type WireError,
} from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";

export function ForgotPasswordForm() {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(requestPasswordResetInput),
    defaultValues: { email: "" },
  });
  const { isSubmitting } = form.formState;

  async function submit(input: RequestPasswordResetInput) {
    setRefusal(null);
    const { error } = await auth.requestPasswordReset(input);
    if (!error) return setMailedTo(input.email);
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["email"])) setRefusal(refused);
  }

  if (mailedTo !== null) {
    return (
      <Alert title="Check your email" tone="good">
        <p>
          If <span className="break-all font-semibold">{mailedTo}</span> has an account with a
          password, we've sent a link to set a new one. The link works once and expires in an hour.
        </p>
      </Alert>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <TextField autoComplete="username" form={form} label="Email" name="email" type="email" />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Sending…" : "Send me a link"}
      </SubmitButton>
    </Form>
  );
}
