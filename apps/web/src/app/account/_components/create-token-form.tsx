"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { can } from "@sundial/auth/permissions";
import {
  createPersonalAccessTokenInput,
  isReadPermission,
  TOKEN_LIFETIME_DAYS,
  tokenPermissions,
} from "@sundial/validators";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { PermissionField } from "~/components/permission-field";
import { Options } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

/** Most tokens need one of the first two; the third shows every permission. */
const access = z.enum(["read", "write", "chosen"]);

const accessLabels = {
  read: "Read only",
  write: "Read and write",
  chosen: "Selected permissions",
} as const;

const fields = createPersonalAccessTokenInput.extend({ access });

interface CreateTokenFormProps {
  onCreated: (token: RouterOutputs["personalAccessToken"]["create"]) => void;
}

export function CreateTokenForm({ onCreated }: CreateTokenFormProps) {
  const cache = api.useUtils();
  const [account] = api.account.me.useSuspenseQuery();
  const offered = tokenPermissions.filter((permission) => can(account, permission));
  const readable = offered.filter(isReadPermission);
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: {
      name: "",
      access: access.enum.read,
      permissions: [...readable],
      lifetimeDays: TOKEN_LIFETIME_DAYS[1],
    },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const create = api.personalAccessToken.create.useMutation({
    onSuccess: (token) => {
      onMade();
      form.reset();
      onCreated(token);
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.personalAccessToken.list.invalidate(),
  });
  const chosen = form.watch("access");
  return (
    <Form
      aria-label="Create a personal access token"
      className="grid gap-5"
      onSubmit={form.handleSubmit(({ access: kind, permissions, ...input }) =>
        create.mutate(
          keyed({
            ...input,
            permissions: { read: readable, write: offered, chosen: permissions }[kind],
          }),
        ),
      )}
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
          hint="Give it no more than it needs. It never has more than your role."
          label="Access"
          name="access"
        >
          <Options labels={accessLabels} values={access.options} />
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
      {chosen === "chosen" ? (
        <PermissionField control={form.control} name="permissions" offered={offered} />
      ) : null}
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={create.isPending}>
        {create.isPending ? "Creating…" : "Create token"}
      </SubmitButton>
    </Form>
  );
}
