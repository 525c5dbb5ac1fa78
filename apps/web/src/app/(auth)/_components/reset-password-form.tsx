"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type ResetPasswordInput, resetPasswordInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { NewPasswordField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";
import { DeadLink } from "./dead-link";

const fields = resetPasswordInput.omit({ token: true });

export function ResetPasswordForm({ token }: { token: string }) {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const [isDone, setDone] = useState(false);
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { newPassword: "" } });
  const { isSubmitting } = form.formState;

  async function submit({ newPassword }: Omit<ResetPasswordInput, "token">) {
    setRefusal(null);
    const { error } = await auth.resetPassword({ token, newPassword });
    if (!error) return setDone(true);
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["newPassword"])) setRefusal(refused);
  }

  if (isDone) {
    return (
      <Alert title="Your new password is set" tone="good">
        <p>
          You've been signed out on all devices, and your access tokens and calendar feeds no longer
          work. <AuthLink href="/sign-in">Sign in</AuthLink> with your new password.
        </p>
      </Alert>
    );
  }
  if (refusal?.code === "INVALID_LINK") return <ResetLinkIsDead />;

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <NewPasswordField form={form} name="newPassword" />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Saving…" : "Set new password"}
      </SubmitButton>
    </Form>
  );
}

/** For a missing, used or expired token. */
export function ResetLinkIsDead() {
  return (
    <DeadLink>
      Links work once and expire after an hour.{" "}
      <AuthLink href="/forgot-password">Request a new one</AuthLink>.
    </DeadLink>
  );
}
