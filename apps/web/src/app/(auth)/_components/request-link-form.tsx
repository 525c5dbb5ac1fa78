"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import {
  type RequestPasswordResetInput,
  requestPasswordResetInput,
  type WireError,
} from "@sundial/validators";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { SignInRefusal } from "~/components/required-provider";
import { Alert } from "~/components/ui/alert";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";

interface RequestLinkFormProps {
  request: (input: RequestPasswordResetInput) => Promise<{ error: unknown }>;
  /** The rest of "If ada@example.org has an account, …". */
  sent: ReactNode;
  /** Where to go after signing in. */
  next?: string;
}

/** Asks for the address that a link goes to. The answer is the same for every address. */
export function RequestLinkForm({ request, sent, next = "/mentors" }: RequestLinkFormProps) {
  const [refusal, setRefusal] = useState<WireError | null>(null);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(requestPasswordResetInput),
    defaultValues: { email: "" },
  });
  const { isSubmitting } = form.formState;

  async function submit(input: RequestPasswordResetInput) {
    setRefusal(null);
    const { error } = await request(input);
    if (!error) return setMailedTo(input.email);
    const refused = toWireError(error);
    if (!showFieldErrors(form, refused, ["email"])) setRefusal(refused);
  }

  if (mailedTo !== null) {
    return (
      <Alert title="Check your email" tone="good">
        <p>
          If <span className="break-all font-semibold">{mailedTo}</span> has an account, {sent}
        </p>
      </Alert>
    );
  }

  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      {refusal ? <SignInRefusal next={next} refusal={refusal} /> : null}
      <TextField autoComplete="username" form={form} label="Email" name="email" type="email" />
      <SubmitButton disabled={isSubmitting}>
        {isSubmitting ? "Sending…" : "Send me a link"}
      </SubmitButton>
    </Form>
  );
}
