"use client";

import type { RouterOutputs } from "@sundial/api";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { EndpointFields, useEndpointForm } from "./endpoint-fields";

interface AddEndpointFormProps {
  onCreated: (endpoint: RouterOutputs["webhook"]["create"]) => void;
}

export function AddEndpointForm({ onCreated }: AddEndpointFormProps) {
  const cache = api.useUtils();
  const form = useEndpointForm();
  const { keyed, onMade } = useIdempotencyKey();
  const create = api.webhook.create.useMutation({
    onSuccess: (endpoint) => {
      onMade();
      form.reset();
      onCreated(endpoint);
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.webhook.list.invalidate(),
  });
  return (
    <Form
      aria-label="Add an endpoint"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => create.mutate(keyed(input)))}
    >
      <EndpointFields form={form} />
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={create.isPending}>
        {create.isPending ? "Adding…" : "Add endpoint"}
      </SubmitButton>
    </Form>
  );
}
