"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import {
  type CreatePersonalAccessTokenInput,
  createPersonalAccessTokenInput,
  TOKEN_LIFETIME_DAYS,
  tokenScope,
} from "@sundial/validators";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Options } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { SelectField, TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { tokenScopeLabels } from "./token-scope-labels";

interface CreateTokenFormProps {
  onCreated: (token: RouterOutputs["personalAccessToken"]["create"]) => void;
}

export function CreateTokenForm({ onCreated }: CreateTokenFormProps) {
  const cache = api.useUtils();
  const form = useForm<CreatePersonalAccessTokenInput>({
    resolver: zodResolver(createPersonalAccessTokenInput),
    defaultValues: { name: "", scope: "read", lifetimeDays: 30 },
  });
  const create = api.personalAccessToken.create.useMutation({
    onSuccess: (token) => {
      form.reset();
      onCreated(token);
    },
    onError: (error) => showFieldErrors(form, toWireError(error), ["name"]),
    onSettled: () => cache.personalAccessToken.list.invalidate(),
  });
  const { errors } = form.formState;
  return (
    <Form
      aria-label="Create a personal access token"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => create.mutate(input))}
    >
      <TextField
        autoComplete="off"
        form={form}
        hint="What this token is for, such as “nightly report”."
        label="Name"
        name="name"
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          form={form}
          hint="Choose read only if the script doesn't change anything."
          label="Scope"
          name="scope"
        >
          <Options labels={tokenScopeLabels} values={tokenScope.options} />
        </SelectField>
        <SelectField
          form={form}
          hint="You can revoke it at any time."
          label="Expires in"
          name="lifetimeDays"
          rules={{ valueAsNumber: true }}
        >
          {TOKEN_LIFETIME_DAYS.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </SelectField>
      </div>
      {create.isError && !errors.name ? (
        <Alert title={toWireError(create.error).error} tone="bad" />
      ) : null}
      <SubmitButton className="justify-self-start" disabled={create.isPending}>
        {create.isPending ? "Creating…" : "Create token"}
      </SubmitButton>
    </Form>
  );
}
