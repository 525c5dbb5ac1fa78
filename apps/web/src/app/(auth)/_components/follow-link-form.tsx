"use client";

import { auth } from "@sundial/auth/client";
import type { WireError } from "@sundial/validators";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { AuthLink } from "./auth-link";
import { DeadLink } from "./dead-link";

export function FollowLinkForm({ token }: { token: string }) {
  const isAlive = useAlive();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<WireError | null>(null);

  async function follow() {
    setIsPending(true);
    setRefusal(null);
    const { data, error } = await auth.completeEmailLink({ token });
    // A full load, because pages rendered for a visitor are useless to the signed-in person.
    if (data) return window.location.assign(data.next);
    setIsPending(false);
    setRefusal(toWireError(error));
  }

  if (refusal?.code === "INVALID_LINK") return <SignInLinkIsDead />;
  return (
    <>
      {refusal ? <Alert title={refusal.error} tone="bad" /> : null}
      <p>You asked to sign in to Sundial on this device.</p>
      <Button disabled={isPending || !isAlive} onClick={follow}>
        {isPending ? "Signing in…" : "Sign in"}
      </Button>
    </>
  );
}

/** For a missing, used or expired token, or one that another browser asked for. */
export function SignInLinkIsDead() {
  return (
    <DeadLink>
      Links work once, for ten minutes, in the browser where you asked for them.{" "}
      <AuthLink href="/sign-in/email-link">Ask for a new one</AuthLink>.
    </DeadLink>
  );
}
