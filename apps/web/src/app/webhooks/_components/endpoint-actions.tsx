"use client";

import { useRouter } from "next/navigation";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { WebhookEndpoint } from "~/trpc/types";

interface EndpointActionsProps {
  endpoint: WebhookEndpoint;
  onDone: (message: string) => void;
}

/** Sending a test, pausing, resuming and removing. */
export function EndpointActions({ endpoint, onDone }: EndpointActionsProps) {
  const { id, version, status } = endpoint;
  const router = useRouter();
  const cache = api.useUtils();
  const changed = {
    onSuccess: (after: WebhookEndpoint) => {
      cache.webhook.byId.setData({ id }, after);
      onDone(after.status === "active" ? "The endpoint was resumed." : "The endpoint was paused.");
    },
    onSettled: () => cache.webhook.invalidate(),
  };
  const pause = api.webhook.pause.useMutation(changed);
  const resume = api.webhook.resume.useMutation(changed);
  const sendTest = api.webhook.sendTest.useMutation({
    onSuccess: () => onDone("The test is on its way. The log below shows what came of it."),
    onSettled: () => cache.webhook.listDeliveries.invalidate({ id }),
  });
  const remove = api.webhook.remove.useMutation();
  const error = pause.error ?? resume.error ?? sendTest.error;
  return (
    <div className="grid gap-4">
      {error ? <Alert title={toWireError(error).error} tone="bad" /> : null}
      <div className="flex flex-wrap gap-3">
        {status === "active" ? (
          <>
            <Button
              disabled={sendTest.isPending}
              onClick={() => sendTest.mutate({ id })}
              variant="secondary"
            >
              Send a test
            </Button>
            <Button
              disabled={pause.isPending}
              onClick={() => pause.mutate({ id, version })}
              variant="secondary"
            >
              Pause
            </Button>
          </>
        ) : (
          <Button
            disabled={resume.isPending}
            onClick={() => resume.mutate({ id, version })}
            variant="secondary"
          >
            Resume
          </Button>
        )}
        <ConfirmDialog
          confirm={["Remove endpoint", "Removing…"]}
          description="It gets no more deliveries, and its log is deleted. This can't be undone."
          mutation={{ ...remove, mutate: (options) => remove.mutate({ id, version }, options) }}
          onDone={() => {
            void cache.webhook.list.invalidate();
            router.push("/webhooks");
          }}
          title="Remove this endpoint?"
          trigger={<Button variant="danger">Remove</Button>}
        />
      </div>
    </div>
  );
}
