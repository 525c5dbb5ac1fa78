"use client";

import { auth } from "@sundial/auth/client";
import { useState } from "react";
import { toWireError } from "~/lib/form-errors";
import { useDeviceZone } from "./use-device-zone";

/**
 * Sends the browser to a provider's page to sign in there, and comes back to `next`. With the token
 * of an invitation, somebody new gets an account.
 */
export function useProviderDeparture(next: string, invitation?: string) {
  const deviceZone = useDeviceZone();
  const [goingTo, setGoingTo] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function depart(provider: string) {
    setProblem(null);
    setGoingTo(provider);
    const timeZone = deviceZone ?? "UTC";
    const { data, error } = await auth.startProviderSignIn({
      provider,
      next,
      timeZone,
      invitation,
    });
    if (data) return window.location.assign(data.url);
    setGoingTo(null);
    setProblem(toWireError(error).error);
  }

  return { depart, goingTo, problem };
}
