"use client";

import { cityOf } from "@sundial/validators/time";
import { useRouter } from "next/navigation";
import { useState, useSyncExternalStore } from "react";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { Button } from "./ui/button";
import { useDeviceZone } from "./use-device-zone";

const KEPT = "sundial.zone-kept";

/**
 * Differing clocks lead to missed sessions. If the device's zone differs from the account's, this
 * asks once, until either of the two changes.
 */
export function ZoneNotice({ accountZone, program }: { accountZone: string; program: string }) {
  const router = useRouter();
  const cache = api.useUtils();
  const [isAnswered, setIsAnswered] = useState(false);
  const update = api.account.update.useMutation({
    onSuccess: async (account) => {
      cache.account.me.setData(undefined, account);
      setIsAnswered(true);
      router.refresh();
    },
  });
  const deviceZone = useDeviceZone();
  const choice = `${deviceZone} ${accountZone}`;
  const isKept = useSyncExternalStore(
    never,
    () => localStorage.getItem(KEPT) === choice,
    () => true,
  );
  if (!deviceZone || deviceZone === accountZone || isKept || isAnswered) return null;

  function keep() {
    localStorage.setItem(KEPT, choice);
    setIsAnswered(true);
  }

  return (
    <section aria-label="Time zone" className="border-line border-b bg-sun-soft">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 sm:px-6">
        <p className="mr-auto text-sun-ink">
          This device is set to {cityOf(deviceZone)} time. {program} shows {cityOf(accountZone)}{" "}
          time.
        </p>
        {update.isError ? (
          <p className="text-bad" role="alert">
            {toWireError(update.error).error}
          </p>
        ) : null}
        <Button
          disabled={update.isPending}
          onClick={() => update.mutate({ timeZone: deviceZone })}
          size="small"
        >
          Use {cityOf(deviceZone)}
        </Button>
        <Button onClick={keep} size="small" variant="secondary">
          Keep {cityOf(accountZone)}
        </Button>
      </div>
    </section>
  );
}

const never = () => () => {};
