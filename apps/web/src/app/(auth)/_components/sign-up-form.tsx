"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useAuth } from "@sundial/auth/client";
import { PASSWORD_MIN, type SignUpInput, signUpInput, type WireError } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field, Input } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { showFieldErrors, toWireError } from "~/lib/form-errors";

// The zone is the device's; it can be changed on the profile page.
const fields = signUpInput.omit({ timeZone: true });

export function SignUpForm() {
  const { signUp } = useAuth();
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { name: "", email: "", password: "" },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit(input: Omit<SignUpInput, "timeZone">) {
    setRefusal(null);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { error } = await signUp({ ...input, timeZone });
    if (!error) return window.location.assign("/profile");
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["name", "email", "password"])) setRefusal(refused);
  }

  const name = { id: "name", error: errors.name?.message };
  const email = { id: "email", error: errors.email?.message };
  const password = {
    id: "password",
    hint: `At least ${PASSWORD_MIN} characters. A few unrelated words are easy to keep in mind.`,
    error: errors.password?.message,
  };
  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <Field {...name} label="Name">
        <Input autoComplete="name" {...describedBy(name)} {...form.register("name")} />
      </Field>
      <Field {...email} label="E-mail">
        <Input
          autoComplete="email"
          type="email"
          {...describedBy(email)}
          {...form.register("email")}
        />
      </Field>
      <Field {...password} label="Password">
        <Input
          autoComplete="new-password"
          type="password"
          {...describedBy(password)}
          {...form.register("password")}
        />
      </Field>
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Creating your account…" : "Create account"}
      </SubmitButton>
    </Form>
  );
}
