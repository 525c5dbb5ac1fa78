"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { auth } from "@sundial/auth/client";
import { changePasswordInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { NewPasswordField, PasswordField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFormError, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

export function PasswordSection() {
  const [{ hasPassword, boundTo }] = api.signInMethod.list.useSuspenseQuery();
  if (boundTo !== null) return <OrganizationSignIn name={boundTo} />;
  return hasPassword ? <ChangePassword /> : <FirstPassword />;
}

/** For people whose organization has its own provider. */
function OrganizationSignIn({ name }: { name: string }) {
  return (
    <SectionCard
      lead={`You sign in with ${name}, and only there. A password or a passkey opens nothing.`}
      title="How you sign in"
    >
      <p>To change your email address, ask your organization.</p>
    </SectionCard>
  );
}

/** For people who sign in by other ways only. */
function FirstPassword() {
  const [{ email }] = api.account.me.useSuspenseQuery();
  const isAlive = useAlive();
  const [state, setState] = useState<"idle" | "sending" | "sent" | { problem: string }>("idle");

  async function send() {
    setState("sending");
    const { error } = await auth.requestPasswordReset({ email });
    setState(error ? { problem: toWireError(error).error } : "sent");
  }

  return (
    <SectionCard
      lead="You have none. With one, you can also sign in by email address and password."
      title="Password"
    >
      {state === "sent" ? (
        <Alert title="We sent you an email with a link." tone="good">
          Choosing a password signs you out everywhere.
        </Alert>
      ) : null}
      {typeof state === "object" ? <Alert title={state.problem} tone="bad" /> : null}
      <Button
        className="justify-self-start"
        disabled={!isAlive || state === "sending"}
        onClick={send}
        variant="secondary"
      >
        {state === "sending" ? "Sending…" : "Email me a link to choose one"}
      </Button>
    </SectionCard>
  );
}

function ChangePassword() {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { currentPassword: "", newPassword: "" },
  });
  const change = api.account.changePassword.useMutation({
    onSuccess: async () => {
      form.reset();
      await cache.invalidate();
    },
    onError: (error) => showFormError(form, error, { INVALID_CREDENTIALS: "currentPassword" }),
  });
  return (
    <SectionCard
      lead="Changing your password signs you out everywhere else and revokes your access tokens. We'll email you to confirm."
      title="Password"
    >
      <Form
        aria-label="Change your password"
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => change.mutate(input))}
      >
        <PasswordField form={form} label="Current password" name="currentPassword" />
        <NewPasswordField form={form} name="newPassword" />
        <FormError form={form} />
        {change.isSuccess ? (
          <Alert
            title="Your password was changed, and all other devices were signed out."
            tone="good"
          />
        ) : null}
        <SubmitButton className="justify-self-start" disabled={change.isPending}>
          {change.isPending ? "Changing…" : "Change password"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}
