"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { type SetUpAdminInput, setUpAdminInput, type WireError } from "@sundial/validators";
import { useState, useSyncExternalStore } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { NewPasswordField, TextField } from "~/components/ui/form-fields";
import { useDeviceZone } from "~/components/use-device-zone";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";
import { DeadLink } from "./dead-link";
import { ZoneQuestion } from "./zone-question";

const fields = setUpAdminInput.omit({ token: true });

/** The token is in the fragment, which only the browser knows; null on the server. */
const useFragment = () =>
  useSyncExternalStore(
    never,
    () => window.location.hash.slice(1),
    () => null,
  );
const never = () => () => {};

export function SetUpForm() {
  const token = useFragment();
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const deviceZone = useDeviceZone();
  const [isZoneRefused, setIsZoneRefused] = useState(false);
  const asksForZone = deviceZone === null || isZoneRefused;
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { name: "", email: "", password: "", timeZone: "UTC" },
  });
  const { isSubmitting } = form.formState;

  async function submit(input: Omit<SetUpAdminInput, "token">) {
    setRefusal(null);
    const timeZone = (asksForZone ? null : deviceZone) ?? input.timeZone;
    const { error } = await auth.setUpAdmin({ ...input, timeZone, token: token ?? "" });
    // A full load, because pages rendered for a visitor are useless to the signed-in person.
    if (!error) return window.location.assign("/settings");
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["name", "email", "password", "timeZone"])) {
      return setRefusal(refused);
    }
    if (form.getFieldState("timeZone").invalid) setIsZoneRefused(true);
  }

  if (token === "" || refusal?.code === "INVALID_LINK") {
    return (
      <DeadLink>
        Links work once, expire after an hour, and stop working when the program has an admin. Run{" "}
        <code>pnpm admin:setup</code> on the server to get a new one, or{" "}
        <AuthLink href="/sign-in">sign in</AuthLink>.
      </DeadLink>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <TextField autoComplete="name" form={form} label="Name" name="name" />
      <TextField autoComplete="email" form={form} label="Email" name="email" type="email" />
      <NewPasswordField form={form} label="Password" name="password" />
      {asksForZone ? <ZoneQuestion form={form} name="timeZone" /> : null}
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Creating your account…" : "Create admin account"}
      </SubmitButton>
    </Form>
  );
}
