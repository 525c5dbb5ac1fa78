"use client";

import { Alert } from "~/components/ui/alert";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { WebhookEndpoint } from "~/trpc/types";
import { EndpointFields, toFields, useEndpointForm } from "./endpoint-fields";

export function SettingsForm({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { id, version } = endpoint;
  const cache = api.useUtils();
  const form = useEndpointForm(endpoint);
  const update = api.webhook.update.useMutation({
    onSuccess: (after) => {
      cache.webhook.byId.setData({ id }, after);
      form.reset(toFields(after));
    },
    onError: (error) => showFormError(form, error, {}),
    onSettled: () => cache.webhook.list.invalidate(),
  });
  return (
    <Form
      aria-label="Settings"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => update.mutate({ ...input, id, version }))}
    >
      <EndpointFields form={form} />
      {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={update.isPending}>
        {update.isPending ? "Saving…" : "Save settings"}
      </SubmitButton>
    </Form>
  );
}
