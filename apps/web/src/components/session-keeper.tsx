"use client";

import { auth } from "@sundial/auth/client";
import { useEffect } from "react";
import { onSignOut } from "~/lib/sign-out-channel";

/**
 * On every page of a signed-in person: extends the session, and leaves when another tab signs out.
 */
export function SessionKeeper() {
  useEffect(() => {
    void auth.prolongSession();
    // A full load, so none of this person's data stays in memory.
    return onSignOut(() => window.location.assign("/"));
  }, []);
  return null;
}
