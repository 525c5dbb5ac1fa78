"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type Role, type SignInInput, signInInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { SignInRefusal } from "~/components/required-provider";
import { Button } from "~/components/ui/button";
import { Form, SubmitButton } from "~/components/ui/form";
import { PasswordField, TextField } from "~/components/ui/form-fields";
import { toWireError } from "~/lib/form-errors";
import { roleLabels } from "~/lib/labels";
import { AuthLink } from "./auth-link";

interface SignInFormProps {
  next: string;
  canEmailLinks: boolean;
  /** Demo accounts, in development only. */
  demoAccounts: { role: Role; name: string; email: string; password: string }[];
}

export function SignInForm({ next, canEmailLinks, demoAccounts }: SignInFormProps) {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  // Shown only after the right password, and then sent with it.
  const [asksForCode, setAsksForCode] = useState(false);
  const form = useForm({
    resolver: zodResolver(signInInput),
    defaultValues: { email: "", password: "" },
  });
  const { isSubmitting } = form.formState;

  async function submit(input: SignInInput) {
    setRefusal(null);
    const { error } = await auth.signIn(input);
    // A full load, because pages rendered for a visitor are useless to the signed-in person.
    if (!error) return window.location.assign(next);
    const refused = toWireError(error);
    if (refused.code === "SECOND_FACTOR_REQUIRED") return setAsksForCode(true);
    setRefusal(refused);
    if (refused.code === "INVALID_CODE") form.resetField("code", { defaultValue: "" });
    form.setFocus(refused.code === "INVALID_CODE" ? "code" : "password");
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <SignInRefusal next={next} refusal={refusal} /> : null}
      <TextField autoComplete="username" form={form} label="Email" name="email" type="email" />
      <PasswordField form={form} label="Password" name="password" />
      {asksForCode ? (
        <TextField
          autoComplete="one-time-code"
          // It appears because of the person's action and is their next step.
          autoFocus
          form={form}
          hint="The 6-digit code from your authenticator app, or a recovery code."
          label="Code"
          name="code"
          spellCheck={false}
        />
      ) : null}
      <p className="flex flex-wrap justify-between gap-x-5 gap-y-2">
        <AuthLink href="/forgot-password">Forgot your password?</AuthLink>
        {canEmailLinks ? (
          <AuthLink href={`/sign-in/email-link?next=${encodeURIComponent(next)}`}>
            Email me a link instead
          </AuthLink>
        ) : null}
      </p>
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Signing in…" : "Sign in"}
      </SubmitButton>
      {demoAccounts.length > 0 ? (
        <fieldset className="grid gap-2 border-line border-t pt-4">
          <legend className="sr-only">Demo accounts</legend>
          <p className="text-muted text-sm">Demo accounts, shown in development only:</p>
          <div className="flex flex-wrap gap-2">
            {demoAccounts.map(({ role, name, ...account }) => (
              <Button
                key={account.email}
                onClick={() => submit(account)}
                size="small"
                variant="secondary"
              >
                {roleLabels[role]}: {name}
              </Button>
            ))}
          </div>
        </fieldset>
      ) : null}
    </Form>
  );
}
