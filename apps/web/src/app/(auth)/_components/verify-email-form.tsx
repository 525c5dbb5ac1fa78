"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type ConfirmAddressInput, confirmAddressInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { PasswordField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";
import { DeadLink } from "./dead-link";

const fields = confirmAddressInput.omit({ token: true });

export function VerifyEmailForm({ token }: { token: string }) {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const [isConfirmed, setIsConfirmed] = useState(false);
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { password: "" } });
  const { isSubmitting } = form.formState;

  async function submit({ password }: Omit<ConfirmAddressInput, "token">) {
    setRefusal(null);
    const { data, error } = await auth.confirmAddress({ token, password });
    // With 2FA on, sign-in asks for the code as usual.
    if (data?.signedIn === false) return setIsConfirmed(true);
    // A full load, because pages rendered for a visitor are useless to the signed-in person.
    if (!error) return window.location.assign("/welcome");
    const refused = toWireError(error);
    if (showFieldErrors(form, refused, ["password"])) return;
    setRefusal(refused);
    form.setFocus("password");
  }

  if (refusal?.code === "INVALID_LINK") return <ConfirmationLinkIsDead />;

  if (isConfirmed) {
    return (
      <Alert title="Your email address is confirmed." tone="good">
        <AuthLink href="/sign-in?next=%2Fwelcome">Sign in</AuthLink> with your password and a code
        from your authenticator app.
      </Alert>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? (
        <Alert title={refusal.error} tone="bad">
          {refusal.code === "INVALID_CREDENTIALS" ? (
            <p>
              If you signed up more than once, use the link in the latest email. If you forgot the
              password, <AuthLink href="/sign-up">sign up</AuthLink> again or{" "}
              <AuthLink href="/forgot-password">set a new one</AuthLink>.
            </p>
          ) : null}
        </Alert>
      ) : null}
      <PasswordField form={form} label="Password" name="password" />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Confirming…" : "Confirm and sign in"}
      </SubmitButton>
    </Form>
  );
}

/** For a missing, used or expired token, or one with too many tries. */
export function ConfirmationLinkIsDead() {
  return (
    <DeadLink>
      Links work once, expire after 24 hours, and stop working after too many wrong passwords. If
      you've already confirmed your address, <AuthLink href="/sign-in">sign in</AuthLink>.
      Otherwise, <AuthLink href="/sign-up">sign up</AuthLink> again.
    </DeadLink>
  );
}
