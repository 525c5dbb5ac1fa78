"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type SignUpInput, signUpInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { SignInRefusal } from "~/components/required-provider";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { CheckboxField, NewPasswordField, TextField } from "~/components/ui/form-fields";
import { useDeviceZone } from "~/components/use-device-zone";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";
import { ZoneQuestion } from "./zone-question";

type Outcome =
  | { kind: "refused"; refusal: WireError }
  | { kind: "mailed"; to: string }
  | { kind: "maybeCreated"; email: string };

export function SignUpForm() {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const deviceZone = useDeviceZone();
  const form = useForm({
    resolver: zodResolver(signUpInput),
    defaultValues: { name: "", email: "", password: "", timeZone: "UTC", wantsToMentor: false },
  });
  const { isSubmitting } = form.formState;
  // A newer browser may know a zone that the server doesn't.
  const [isZoneRefused, setIsZoneRefused] = useState(false);
  const asksForZone = deviceZone === null || isZoneRefused;

  async function submit(input: SignUpInput) {
    setOutcome(null);
    const timeZone = (asksForZone ? null : deviceZone) ?? input.timeZone;
    const { data, error } = await auth.signUp({ ...input, timeZone });
    if (error) {
      const refusal = toWireError(error);
      if (showFieldErrors(form, refusal, ["name", "email", "password", "timeZone"])) {
        if (form.getFieldState("timeZone").invalid) setIsZoneRefused(true);
        return;
      }
      setOutcome({ kind: "refused", refusal });
    } else if (data.next === "confirmAddress") setOutcome({ kind: "mailed", to: input.email });
    else setOutcome({ kind: "maybeCreated", email: input.email });
  }

  if (outcome?.kind === "mailed") {
    return (
      <Alert title="One more step: check your email" tone="good">
        <p>
          We sent an email to <span className="break-all font-semibold">{outcome.to}</span>. Open
          the link within 24 hours and enter the password you just chose.
        </p>
      </Alert>
    );
  }

  if (outcome?.kind === "maybeCreated") {
    // Signing in here, too, would reveal at once whether the address had an account.
    return (
      <Alert title="Now sign in" tone="good">
        <p>
          If <span className="break-all font-semibold">{outcome.email}</span> is new here, its
          account is ready. If it already had an account, that account is unchanged.{" "}
          <AuthLink href="/sign-in?next=%2Fwelcome">Sign in</AuthLink> to continue.
        </p>
      </Alert>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {outcome?.kind === "refused" ? (
        <SignInRefusal next="/profile" refusal={outcome.refusal} />
      ) : null}
      <TextField autoComplete="name" form={form} label="Name" name="name" />
      <TextField autoComplete="email" form={form} label="Email" name="email" type="email" />
      <NewPasswordField form={form} label="Password" name="password" />
      {asksForZone ? <ZoneQuestion form={form} name="timeZone" /> : null}
      <CheckboxField
        form={form}
        hint="After your first sign-in, you can send an application. A program manager answers it."
        label="I'd like to be a mentor"
        name="wantsToMentor"
      />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Creating your account…" : "Create account"}
      </SubmitButton>
    </Form>
  );
}
