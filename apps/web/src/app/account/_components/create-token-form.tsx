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
import { describedBy, Field, Input, Select } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
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
  const name = {
    id: "token-name",
    hint: "What it is for, such as “nightly report”.",
    error: errors.name?.message,
  };
  const scope = { id: "token-scope", hint: "A script that only looks needs no more than to read." };
  const lifetime = { id: "token-lifetime", hint: "Before that you can revoke it at any time." };
  return (
    <Form
      aria-label="Create an access token"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => create.mutate(input))}
    >
      <Field {...name} label="Name">
        <Input autoComplete="off" {...describedBy(name)} {...form.register("name")} />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field {...scope} label="Scope">
          <Select {...describedBy(scope)} {...form.register("scope")}>
            {tokenScope.options.map((each) => (
              <option key={each} value={each}>
                {tokenScopeLabels[each]}
              </option>
            ))}
          </Select>
        </Field>
        <Field {...lifetime} label="Ends after">
          <Select
            {...describedBy(lifetime)}
            {...form.register("lifetimeDays", { valueAsNumber: true })}
          >
            {TOKEN_LIFETIME_DAYS.map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {create.isError && !errors.name ? (
        <Alert title={toWireError(create.error).error} tone="bad" />
      ) : null}
      <SubmitButton className="justify-self-start" disabled={create.isPending}>
        {create.isPending ? "Creating…" : "Create access token"}
      </SubmitButton>
    </Form>
  );
}
