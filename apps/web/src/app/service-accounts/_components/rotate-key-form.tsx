"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import {
  KEY_OVERLAP_HOURS,
  rotateServiceAccountKeyInput,
  SERVICE_KEY_LIFETIME_DAYS,
} from "@sundial/validators";
import { useForm } from "react-hook-form";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

interface RotateKeyFormProps {
  account: RouterOutputs["serviceAccount"]["byId"];
  onRotated: (account: RouterOutputs["serviceAccount"]["rotateKey"]) => void;
}

const fields = rotateServiceAccountKeyInput.pick({ lifetimeDays: true, overlapHours: true });

const overlapLabels: Record<(typeof KEY_OVERLAP_HOURS)[number], string> = {
  0: "It stops now",
  1: "1 hour",
  24: "1 day",
  168: "7 days",
};

export function RotateKeyForm({ account: { id, version }, onRotated }: RotateKeyFormProps) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: {
      lifetimeDays: SERVICE_KEY_LIFETIME_DAYS[1],
      overlapHours: KEY_OVERLAP_HOURS[2],
    },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const rotate = api.serviceAccount.rotateKey.useMutation({
    onSuccess: (account) => {
      onMade();
      onRotated(account);
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.serviceAccount.invalidate(),
  });
  return (
    <Form
      aria-label="Rotate the key"
      className="grid gap-5"
      onSubmit={form.handleSubmit((choice) => rotate.mutate(keyed({ id, version, ...choice })))}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          form={form}
          label="New key expires in"
          name="lifetimeDays"
          rules={{ valueAsNumber: true }}
        >
          {SERVICE_KEY_LIFETIME_DAYS.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </SelectField>
        <SelectField
          form={form}
          label="Current key works for another"
          name="overlapHours"
          rules={{ valueAsNumber: true }}
        >
          {KEY_OVERLAP_HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {overlapLabels[hours]}
            </option>
          ))}
        </SelectField>
      </div>
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={rotate.isPending} variant="secondary">
        {rotate.isPending ? "Rotating…" : "Rotate key"}
      </SubmitButton>
    </Form>
  );
}
