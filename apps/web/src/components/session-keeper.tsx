"use client";

import { auth } from "@sundial/auth/client";
import { useEffect } from "react";
import { onSignOut } from "~/lib/sign-out-channel";

/** On every page of a signed-in person: keeps the session going, and leaves when another tab does. */
export function SessionKeeper() {
  useEffect(() => {
    void auth.prolongSession();
    // A full load: nothing of this person's data stays in the page's memory.
    return onSignOut(() => window.location.assign("/"));
  }, []);
  return null;
}
