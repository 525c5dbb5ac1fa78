"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { LinkOnce } from "./link-once";

/** Sends an invitation again, or ends it. */
export function InvitationActions({ id, email }: { id: string; email: string }) {
  const router = useRouter();
  const isAlive = useAlive();
  const [sent, setSent] = useState<{ link: string | null } | null>(null);
  const { keyed, onMade } = useIdempotencyKey();
  const resend = api.invitation.resend.useMutation({
    onSuccess: ({ link }) => {
      onMade();
      setSent({ link });
      router.refresh();
    },
  });
  const revoke = api.invitation.revoke.useMutation({ onSuccess: () => router.refresh() });
  return (
    <>
      <div className="flex flex-wrap gap-2 sm:justify-end">
        <Button
          aria-label={`Send again to ${email}`}
          disabled={resend.isPending || !isAlive}
          onClick={() => resend.mutate(keyed({ id }))}
          size="small"
          variant="secondary"
        >
          {resend.isPending ? "Sending…" : "Send again"}
        </Button>
        <ConfirmDialog
          confirm={["Revoke invitation", "Revoking…"]}
          description={`The link that ${email} has stops working. You can invite them again.`}
          mutation={{ ...revoke, mutate: (options) => revoke.mutate({ id }, options) }}
          onDone={() => undefined}
          title="Revoke this invitation?"
          trigger={
            <Button aria-label={`Revoke ${email}`} size="small" variant="ghost">
              Revoke
            </Button>
          }
        />
      </div>
      <div className="grid gap-3 empty:hidden sm:col-span-2">
        {resend.error ? <Alert title={toWireError(resend.error).error} tone="bad" /> : null}
        {sent?.link ? <LinkOnce email={email} link={sent.link} /> : null}
        {sent && sent.link === null ? (
          <Alert title={`A new link is on its way to ${email}.`} tone="good">
            <p>Earlier links no longer work.</p>
          </Alert>
        ) : null}
      </div>
    </>
  );
}
