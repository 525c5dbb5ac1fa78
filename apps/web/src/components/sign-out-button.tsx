"use client";

import { auth } from "@sundial/auth/client";
import { announceSignOut } from "~/lib/sign-out-channel";
import { Button } from "./ui/button";

export function SignOutButton() {
  async function leave() {
    await auth.signOut();
    announceSignOut();
    // A full load, so none of this person's data stays in memory.
    window.location.assign("/");
  }

  return (
    <Button onClick={leave} size="small" variant="ghost">
      Sign out
    </Button>
  );
}
