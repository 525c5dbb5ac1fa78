"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { deviceLoginByCodeInput } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";

interface CodeFormProps {
  /** What the last try was, to correct it. */
  code: string;
  problem: string | null;
}

/** Asks for the code that the program shows. */
export function CodeForm({ code, problem }: CodeFormProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useForm({
    resolver: zodResolver(deviceLoginByCodeInput),
    defaultValues: { userCode: code },
  });
  return (
    <Card className="grid gap-5">
      {problem ? <Alert title={problem} tone="bad" /> : null}
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ userCode }) =>
          startTransition(() => router.replace(`/device?code=${userCode}`)),
        )}
      >
        <TextField
          autoCapitalize="characters"
          autoComplete="off"
          form={form}
          hint="Eight letters, such as BCDF-GHJK."
          label="Code"
          name="userCode"
          spellCheck={false}
        />
        <SubmitButton className="justify-self-start" disabled={isPending}>
          {isPending ? "One moment…" : "Continue"}
        </SubmitButton>
      </Form>
    </Card>
  );
}
