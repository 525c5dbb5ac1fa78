"use client";

import { useAuth } from "@sundial/auth/client";
import { Button } from "./ui/button";

export function SignOutButton() {
  const { signOut } = useAuth();

  async function leave() {
    await signOut();
    // A full load: nothing of this person's data stays in the page's memory.
    window.location.assign("/");
  }

  return (
    <Button onClick={leave} size="small" variant="ghost">
      Sign out
    </Button>
  );
}
