"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { updateServiceAccountInput } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { ServiceAccountFields } from "./service-account-fields";

interface EditServiceAccountFormProps {
  account: RouterOutputs["serviceAccount"]["byId"];
}

const fields = updateServiceAccountInput.omit({ id: true, version: true });

export function EditServiceAccountForm({ account }: EditServiceAccountFormProps) {
  const { id, version, name, ownerEmail, permissions } = account;
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { name, ownerEmail, permissions },
    values: { name, ownerEmail, permissions },
  });
  const update = api.serviceAccount.update.useMutation({
    onError: (error) => showFormError(form, error, { NAME_TAKEN: "name" }),
    onSettled: () => cache.serviceAccount.invalidate(),
  });
  return (
    <Form
      aria-label="Settings"
      className="grid gap-5"
      onSubmit={form.handleSubmit((facts) => update.mutate({ id, version, ...facts }))}
    >
      <ServiceAccountFields
        form={form}
        paths={{ name: "name", ownerEmail: "ownerEmail", permissions: "permissions" }}
      />
      <FormError form={form} />
      {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
      <SubmitButton className="justify-self-start" disabled={update.isPending}>
        {update.isPending ? "Saving…" : "Save changes"}
      </SubmitButton>
    </Form>
  );
}
