"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { changePasswordInput } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { PasswordField, TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { newPasswordHint } from "~/lib/labels";
import { api } from "~/trpc/client";

export function PasswordSection() {
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
        <TextField
          autoComplete="new-password"
          form={form}
          hint={newPasswordHint}
          label="New password"
          name="newPassword"
          type="password"
        />
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
