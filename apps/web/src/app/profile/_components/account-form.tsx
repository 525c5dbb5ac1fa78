"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { personName, timeZone } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { SectionCard } from "~/components/section-card";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { registerField } from "~/lib/register-field";
import { api } from "~/trpc/client";

const accountFields = z.object({ name: personName, timeZone });

export function AccountForm() {
  const [account] = api.account.me.useSuspenseQuery();
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(accountFields),
    defaultValues: { name: account.name, timeZone: account.timeZone },
  });
  const update = api.account.update.useMutation({
    onSuccess: (changed) => {
      cache.account.me.setData(undefined, changed);
      form.reset({ name: changed.name, timeZone: changed.timeZone });
    },
    onError: (error) => showFieldErrors(form, toWireError(error), ["name", "timeZone"]),
  });
  const { errors } = form.formState;
  const zone = {
    id: "account-zone",
    hint: "You'll see all times in this zone. Booked sessions don't move.",
    error: errors.timeZone?.message,
  };
  return (
    <SectionCard title="Account">
      <Form className="grid gap-5" onSubmit={form.handleSubmit((input) => update.mutate(input))}>
        <TextField autoComplete="name" form={form} label="Name" name="name" />
        <Field {...zone} label="Time zone">
          <TimeZoneSelect
            current={account.timeZone}
            {...describedBy(zone)}
            {...registerField(form, "timeZone")}
          />
        </Field>
        {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
        {update.isError && !errors.name && !errors.timeZone ? (
          <Alert title={toWireError(update.error).error} tone="bad" />
        ) : null}
        <SubmitButton className="justify-self-start" disabled={update.isPending}>
          {update.isPending ? "Saving…" : "Save account"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}
