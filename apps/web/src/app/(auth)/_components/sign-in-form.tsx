"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type Role, type SignInInput, signInInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { toWireError } from "~/lib/form-errors";
import { roleLabels } from "~/lib/labels";
import { AuthLink } from "./auth-link";

interface SignInFormProps {
  next: string;
  /** Demo accounts, in development only. */
  demoAccounts: { role: Role; name: string; email: string; password: string }[];
}

export function SignInForm({ next, demoAccounts }: SignInFormProps) {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const form = useForm({
    resolver: zodResolver(signInInput),
    defaultValues: { email: "", password: "" },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit(input: SignInInput) {
    setRefusal(null);
    const { error } = await auth.signIn(input);
    if (error) {
      setRefusal(toWireError(error));
      form.setFocus("password");
      return;
    }
    // A full load: pages rendered for a stranger are of no use to the person.
    window.location.assign(next);
  }

  const email = { id: "email", error: errors.email?.message };
  const password = { id: "password", error: errors.password?.message };
  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? (
        <Alert
          title={refusal.error}
          tone={refusal.code === "EMAIL_NOT_VERIFIED" ? "info" : "bad"}
        />
      ) : null}
      <Field {...email} label="E-mail">
        <Input
          autoComplete="username"
          type="email"
          {...describedBy(email)}
          {...form.register("email")}
        />
      </Field>
      <Field {...password} label="Password">
        <Input
          autoComplete="current-password"
          type="password"
          {...describedBy(password)}
          {...form.register("password")}
        />
      </Field>
      <p>
        <AuthLink href="/forgot-password">Forgot your password?</AuthLink>
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
