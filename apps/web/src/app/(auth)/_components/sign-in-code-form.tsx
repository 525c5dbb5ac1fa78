"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type CompleteSignInInput, completeSignInInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";

export function SignInCodeForm() {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const form = useForm({ resolver: zodResolver(completeSignInInput), defaultValues: { code: "" } });
  const { isSubmitting } = form.formState;

  async function submit(input: CompleteSignInInput) {
    setRefusal(null);
    const { data, error } = await auth.completeSignIn(input);
    // A full load, because pages rendered for a visitor are useless to the signed-in person.
    if (data) return window.location.assign(data.next);
    setRefusal(toWireError(error));
    form.resetField("code", { defaultValue: "" });
    form.setFocus("code");
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? (
        <Alert title={refusal.error} tone="bad">
          {refusal.code === "INVALID_LINK" ? (
            <p>
              <AuthLink href="/sign-in">Back to sign-in</AuthLink>
            </p>
          ) : null}
        </Alert>
      ) : null}
      <TextField
        autoComplete="one-time-code"
        // The only field of the page, and the person's next step.
        autoFocus
        form={form}
        hint="The 6-digit code from your authenticator app, or a recovery code. You have five minutes."
        label="Code"
        name="code"
        spellCheck={false}
      />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Signing in…" : "Sign in"}
      </SubmitButton>
    </Form>
  );
}
