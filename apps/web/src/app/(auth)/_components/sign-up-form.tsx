"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type SignUpInput, signUpInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { newPasswordHint } from "~/lib/labels";
import { AuthLink } from "./auth-link";

// The zone is the device's; it can be changed on the profile page.
const fields = signUpInput.omit({ timeZone: true });

type Fields = Omit<SignUpInput, "timeZone">;

type Outcome =
  | { kind: "refused"; refusal: WireError }
  | { kind: "knownAddress" }
  | { kind: "mailed"; to: string };

export function SignUpForm() {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { name: "", email: "", password: "" },
  });
  const { isSubmitting } = form.formState;

  async function submit(input: Fields) {
    setOutcome(null);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { data, error } = await auth.signUp({ ...input, timeZone });
    if (error) {
      const refusal = toWireError(error);
      if (showFieldErrors(form, refusal, ["name", "email", "password"])) return;
      setOutcome({ kind: "refused", refusal });
    } else if (data.next === "confirmAddress") setOutcome({ kind: "mailed", to: input.email });
    else await enter(input);
  }

  async function enter({ email, password }: Fields) {
    const { error } = await auth.signIn({ email, password });
    if (!error) return window.location.assign("/profile");
    const refusal = toWireError(error);
    const isKnown = refusal.code === "INVALID_CREDENTIALS";
    setOutcome(isKnown ? { kind: "knownAddress" } : { kind: "refused", refusal });
  }

  if (outcome?.kind === "mailed") {
    return (
      <Alert title="One more step: read your mail" tone="good">
        <p>
          A mail is on its way to <span className="break-all font-semibold">{outcome.to}</span>.
          Open its link within a day and enter the password you have just chosen.
        </p>
      </Alert>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {outcome?.kind === "refused" ? <Alert title={outcome.refusal.error} tone="bad" /> : null}
      {outcome?.kind === "knownAddress" ? (
        <Alert title="You seem to have an account already" tone="bad">
          <p>
            <AuthLink href="/sign-in">Sign in</AuthLink> with its password, or{" "}
            <AuthLink href="/forgot-password">set a new one</AuthLink>.
          </p>
        </Alert>
      ) : null}
      <TextField autoComplete="name" form={form} label="Name" name="name" />
      <TextField autoComplete="email" form={form} label="E-mail" name="email" type="email" />
      <TextField
        autoComplete="new-password"
        form={form}
        hint={newPasswordHint}
        label="Password"
        name="password"
        type="password"
      />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Creating your account…" : "Create account"}
      </SubmitButton>
    </Form>
  );
}
