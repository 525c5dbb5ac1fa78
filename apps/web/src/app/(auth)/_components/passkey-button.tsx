"use client";

import { startAuthentication } from "@simplewebauthn/browser";
import { auth } from "@sundial/auth/client";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";

/** Signs in with a passkey of this device, without an address. */
export function PasskeyButton({ next }: { next: string }) {
  const isAlive = useAlive();
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function signIn() {
    setIsPending(true);
    setProblem(await tryPasskey(next));
    setIsPending(false);
  }

  return (
    <>
      {problem ? <Alert title={problem} tone="bad" /> : null}
      <Button disabled={isPending || !isAlive} onClick={signIn} variant="secondary">
        {isPending ? "Waiting for your device…" : "Use a passkey"}
      </Button>
    </>
  );
}

/** Returns what went wrong, or null when the browser moves on. */
async function tryPasskey(next: string): Promise<string | null> {
  const started = await auth.startPasskeySignIn();
  if (!started.data) return toWireError(started.error).error;
  const response = await startAuthentication({ optionsJSON: started.data.options }).catch(
    () => null,
  );
  if (response === null) return "No passkey was used. Try again, or sign in another way.";
  const { data, error } = await auth.signInWithPasskey({ response, next });
  if (!data) return toWireError(error).error;
  // A full load, because pages rendered for a visitor are useless to the signed-in person.
  window.location.assign(data.next);
  return null;
}
