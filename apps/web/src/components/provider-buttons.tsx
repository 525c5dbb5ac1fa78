"use client";

import type { ProviderChoice } from "@sundial/validators";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { useAlive } from "./use-alive";
import { useProviderDeparture } from "./use-provider-departure";

interface ProviderButtonsProps {
  providers: readonly ProviderChoice[];
  /** Where to go after signing in. */
  next: string;
  /** The token of an invitation, for a new account. */
  invitation?: string;
}

/** One button for each service that people can sign in with. */
export function ProviderButtons({ providers, next, invitation }: ProviderButtonsProps) {
  const isAlive = useAlive();
  const { depart, goingTo, problem } = useProviderDeparture(next, invitation);
  return (
    <>
      {problem ? <Alert title={problem} tone="bad" /> : null}
      <ul aria-label="Other ways to sign in" className="grid gap-3">
        {providers.map(({ id, name }) => (
          <li className="grid" key={id}>
            <Button
              disabled={goingTo !== null || !isAlive}
              onClick={() => depart(id)}
              variant="secondary"
            >
              {goingTo === id ? `Going to ${name}…` : `Continue with ${name}`}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
