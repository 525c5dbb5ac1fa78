"use client";

import Link from "next/link";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

/** Confirms the address of the opened link, and shows what is still missing. */
export function ConfirmAddress({ token }: { token: string | null }) {
  const isAlive = useAlive();
  const cache = api.useUtils();
  const confirm = api.account.confirmEmailChange.useMutation({
    onSuccess: () => cache.account.invalidate(),
  });
  const refusal =
    token === null
      ? "This link is incomplete. Open it from the email again."
      : confirm.isError
        ? toWireError(confirm.error).error
        : null;
  return (
    <Card className="grid gap-5">
      {refusal ? <Alert title={refusal} tone="bad" /> : null}
      {confirm.isSuccess ? <Outcome {...confirm.data} /> : null}
      {token !== null && confirm.isIdle ? (
        <p>Your email address changes once both addresses have confirmed.</p>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        {token !== null && !confirm.isSuccess ? (
          <Button
            disabled={confirm.isPending || !isAlive}
            onClick={() => confirm.mutate({ token })}
          >
            {confirm.isPending ? "Confirming…" : "Confirm change"}
          </Button>
        ) : null}
        <Button asChild variant="secondary">
          <Link href="/account">Your account</Link>
        </Button>
      </div>
    </Card>
  );
}

interface OutcomeProps {
  newEmail: string;
  isDone: boolean;
  waitsFor: { old: boolean; new: boolean };
}

function Outcome({ newEmail, isDone, waitsFor }: OutcomeProps) {
  if (isDone) {
    return (
      <Alert title="Your email address was changed." tone="good">
        From now on, sign in with <span className="font-semibold">{newEmail}</span>.
      </Alert>
    );
  }
  return (
    <Alert title="Thanks. One more confirmation is needed." tone="good">
      {waitsFor.old
        ? "Now open the link we sent to your current address."
        : "Now open the link we sent to your new address."}
    </Alert>
  );
}
