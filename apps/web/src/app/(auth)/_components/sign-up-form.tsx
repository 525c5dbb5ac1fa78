"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type SignUpInput, signUpInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { useDeviceZone } from "~/components/use-device-zone";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { newPasswordHint } from "~/lib/labels";
import { AuthLink } from "./auth-link";

type Outcome =
  | { kind: "refused"; refusal: WireError }
  | { kind: "knownAddress" }
  | { kind: "mailed"; to: string };

export function SignUpForm() {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const deviceZone = useDeviceZone();
  const form = useForm({
    resolver: zodResolver(signUpInput),
    defaultValues: { name: "", email: "", password: "", timeZone: "UTC" },
  });
  const { isSubmitting, errors } = form.formState;
  // A browser may be newer than this server and know a zone that the server does not.
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
    else await enter(input);
  }

  async function enter({ email, password }: SignUpInput) {
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

  const zoneField = { id: "time-zone", error: errors.timeZone?.message };
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
      {asksForZone ? (
        <>
          <Alert title="We could not read your time zone from this device">
            <p>Times are shown in UTC unless you choose your own time zone.</p>
          </Alert>
          <Field {...zoneField} label="Time zone">
            <TimeZoneSelect
              current="UTC"
              {...describedBy(zoneField)}
              {...form.register("timeZone")}
            />
          </Field>
        </>
      ) : null}
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Creating your account…" : "Create account"}
      </SubmitButton>
    </Form>
  );
}
