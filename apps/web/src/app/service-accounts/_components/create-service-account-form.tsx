"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { createServiceAccountInput, SERVICE_KEY_LIFETIME_DAYS } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { ServiceAccountFields } from "./service-account-fields";

interface CreateServiceAccountFormProps {
  onCreated: (account: RouterOutputs["serviceAccount"]["create"]) => void;
}

export function CreateServiceAccountForm({ onCreated }: CreateServiceAccountFormProps) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(createServiceAccountInput),
    defaultValues: {
      name: "",
      ownerEmail: "",
      permissions: [],
      lifetimeDays: SERVICE_KEY_LIFETIME_DAYS[1],
    },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const create = api.serviceAccount.create.useMutation({
    onSuccess: (account) => {
      onMade();
      form.reset();
      onCreated(account);
    },
    onError: (error) => showFormError(form, error, { NAME_TAKEN: "name" }),
    onSettled: () => cache.serviceAccount.list.invalidate(),
  });
  return (
    <Form
      aria-label="Create a service account"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => create.mutate(keyed(input)))}
    >
      <ServiceAccountFields
        form={form}
        paths={{ name: "name", ownerEmail: "ownerEmail", permissions: "permissions" }}
      />
      <SelectField
        form={form}
        hint="You can rotate or end it at any time."
        label="Key expires in"
        name="lifetimeDays"
        rules={{ valueAsNumber: true }}
      >
        {SERVICE_KEY_LIFETIME_DAYS.map((days) => (
          <option key={days} value={days}>
            {days} days
          </option>
        ))}
      </SelectField>
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={create.isPending}>
        {create.isPending ? "Creating…" : "Create service account"}
      </SubmitButton>
    </Form>
  );
}
