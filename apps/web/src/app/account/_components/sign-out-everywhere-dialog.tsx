"use client";

import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

export function SignOutEverywhereDialog() {
  const [open, setOpen] = useState(false);
  const signOut = api.account.signOutEverywhere.useMutation({
    // A full load, so none of this person's data stays in memory.
    onSuccess: () => window.location.assign("/sign-in"),
  });
  return (
    <Dialog
      description="This signs you out on all devices, including this one. Your access tokens and calendar feeds stop working."
      onOpenChange={setOpen}
      open={open}
      title="Sign out everywhere?"
      trigger={
        <Button className="justify-self-start" variant="danger">
          Sign out everywhere
        </Button>
      }
    >
      {signOut.isError ? <Alert title={toWireError(signOut.error).error} tone="bad" /> : null}
      <DialogActions>
        <Button onClick={() => setOpen(false)} variant="secondary">
          Stay signed in
        </Button>
        <Button
          disabled={signOut.isPending || signOut.isSuccess}
          onClick={() => signOut.mutate()}
          variant="danger"
        >
          {signOut.isPending ? "Signing out…" : "Sign out everywhere"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
