"use client";

import { auth } from "@sundial/auth/client";
import type { Role } from "@sundial/validators";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { announceSignOut } from "~/lib/sign-out-channel";
import { api } from "~/trpc/client";

interface AcceptInvitationProps {
  token: string;
  role: Role;
  /** The invited address. */
  email: string;
  /** The address of the person who is signed in. */
  ownAddress: string;
  /** Whether the invitation leaves them everything that they may do. */
  canAccept: boolean;
}

const asRole = {
  mentee: "a mentee",
  mentor: "a mentor",
  pm: "a program manager",
  admin: "an admin",
} satisfies Record<Role, string>;

/** For somebody who is signed in, maybe as somebody else. */
export function AcceptInvitation(props: AcceptInvitationProps) {
  const { token, role, email, ownAddress, canAccept } = props;
  const isAlive = useAlive();
  const isSomeoneElse = ownAddress !== email;
  const accept = api.invitation.accept.useMutation({
    // A full load, because pages rendered for the earlier role are useless.
    onSuccess: () => window.location.assign("/welcome"),
  });
  const [isLeaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isBusy = accept.isPending || accept.isSuccess || isLeaving;

  async function signOut() {
    setLeaving(true);
    const { error } = await auth.signOut();
    if (error) {
      setProblem(toWireError(error).error);
      return setLeaving(false);
    }
    announceSignOut();
    window.location.reload();
  }

  const failure = problem ?? (accept.error ? toWireError(accept.error).error : null);
  return (
    <>
      {failure ? <Alert title={failure} tone="bad" /> : null}
      {isSomeoneElse ? (
        <Alert title={`You're signed in as ${ownAddress}.`}>
          <p>The invitation is for {email}.</p>
        </Alert>
      ) : null}
      {canAccept ? (
        <>
          <p className="[overflow-wrap:anywhere]">
            Accepting makes the account {ownAddress} {asRole[role]}.
          </p>
          <Button disabled={isBusy || !isAlive} onClick={() => accept.mutate({ token })}>
            {accept.isPending || accept.isSuccess ? "Accepting…" : "Accept with this account"}
          </Button>
        </>
      ) : (
        <p>This account may do more than the invitation offers, so it stays as it is.</p>
      )}
      {isSomeoneElse ? (
        <Button
          disabled={isBusy || !isAlive}
          onClick={signOut}
          variant={canAccept ? "secondary" : "primary"}
        >
          {isLeaving ? "Signing out…" : "Sign out and use that address"}
        </Button>
      ) : null}
    </>
  );
}
