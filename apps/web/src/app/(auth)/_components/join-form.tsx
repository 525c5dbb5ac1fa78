"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { startRegistration } from "@simplewebauthn/browser";
import { auth } from "@sundial/auth/client";
import { joinInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, SubmitButton } from "~/components/ui/form";
import { NewPasswordField, TextField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { useDeviceZone } from "~/components/use-device-zone";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { DeadLink } from "./dead-link";
import { ZoneQuestion } from "./zone-question";

const fields = joinInput.omit({ token: true });

interface JoinFormProps {
  email: string;
  token: string;
}

/** Creates the account of an invited person, with a password or a passkey. */
export function JoinForm({ email, token }: JoinFormProps) {
  const isAlive = useAlive();
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const [isMakingPasskey, setMakingPasskey] = useState(false);
  const deviceZone = useDeviceZone();
  const [isZoneRefused, setIsZoneRefused] = useState(false);
  const asksForZone = deviceZone === null || isZoneRefused;
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { name: "", password: "", timeZone: "UTC" },
  });
  const { isSubmitting } = form.formState;
  const isBusy = isSubmitting || isMakingPasskey;

  const person = () => {
    const { name, timeZone } = form.getValues();
    return { token, name, timeZone: (asksForZone ? null : deviceZone) ?? timeZone };
  };

  function show(error: unknown) {
    if (!error) return window.location.assign("/welcome");
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["name", "password", "timeZone"])) {
      return setRefusal(refused);
    }
    if (form.getFieldState("timeZone").invalid) setIsZoneRefused(true);
  }

  async function joinWithPasskey() {
    setRefusal(null);
    if (!(await form.trigger(["name", "timeZone"], { shouldFocus: true }))) return;
    setMakingPasskey(true);
    const { data, error } = await auth.startPasskeyJoin({ token, name: person().name });
    if (!data) show(error);
    else await register(data);
    setMakingPasskey(false);
  }

  async function register({ options, challenge }: StartedPasskey) {
    // The browser's own API checks what it gets.
    const response = await startRegistration({ optionsJSON: options }).catch(() => null);
    if (response === null) {
      return setRefusal({ error: "No passkey was made. Try again, or choose a password." });
    }
    show((await auth.joinWithPasskey({ ...person(), challenge, response })).error);
  }

  if (refusal?.code === "INVALID_LINK") {
    return <DeadLink>Ask your program manager for a new invitation.</DeadLink>;
  }

  return (
    <Form
      aria-label="Join"
      className="grid gap-5"
      onSubmit={form.handleSubmit(async ({ password }) => {
        setRefusal(null);
        show((await auth.join({ ...person(), password })).error);
      })}
    >
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <TextField autoComplete="name" form={form} label="Name" name="name" />
      {/* Password managers store the password under this address. */}
      <input autoComplete="username" hidden readOnly type="email" value={email} />
      <NewPasswordField form={form} label="Password" name="password" />
      {asksForZone ? <ZoneQuestion form={form} name="timeZone" /> : null}
      <SubmitButton disabled={isBusy}>
        {isSubmitting ? "Creating your account…" : "Accept and join"}
      </SubmitButton>
      <Button disabled={isBusy || !isAlive} onClick={joinWithPasskey} variant="secondary">
        {isMakingPasskey ? "Waiting for your device…" : "Join with a passkey instead"}
      </Button>
    </Form>
  );
}

type StartedPasskey = NonNullable<Awaited<ReturnType<typeof auth.startPasskeyJoin>>["data"]>;
