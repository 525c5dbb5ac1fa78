"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type Create__Noun__Input, create__Noun__Input } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

export function Create__Noun__Form() {
  const cache = api.useUtils();
  const form = useForm<Create__Noun__Input>({
    resolver: zodResolver(create__Noun__Input),
    defaultValues: { text: "" },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const create = api.__noun__.create.useMutation({
    onSuccess: () => {
      onMade();
      form.reset();
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.__noun__.list.invalidate(),
  });
  return (
    <SectionCard title="New __one__">
      <Form
        aria-label="Add __a__ __one__"
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => create.mutate(keyed(input)))}
      >
        <TextField autoComplete="off" form={form} label="Text" name="text" />
        <FormError form={form} />
        {create.isSuccess ? <Alert title="The __one__ was added." tone="good" /> : null}
        <SubmitButton className="justify-self-start" disabled={create.isPending}>
          {create.isPending ? "Adding…" : "Add __one__"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}
