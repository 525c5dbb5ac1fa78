"use client";

import type { RouterOutputs } from "@sundial/api";
import { Monitor, Smartphone } from "lucide-react";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { useViewerZone } from "~/components/use-viewer-zone";
import { toWireError } from "~/lib/form-errors";
import { shortAddress } from "~/lib/short-address";
import { api } from "~/trpc/client";
import { SignOutEverywhereDialog } from "./sign-out-everywhere-dialog";

type Device = RouterOutputs["account"]["listSessions"][number];

export function DevicesSection() {
  const zone = useViewerZone();
  const formats = useFormats();
  const [devices] = api.account.listSessions.useSuspenseQuery();
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  const [signedOut, setSignedOut] = useState<string | null>(null);
  const signOut = api.account.signOutSession.useMutation({
    onMutate: () => setSignedOut(null),
    onSuccess: ({ id }) => {
      const gone = devices.find((device) => device.id === id);
      cache.account.listSessions.setData(undefined, (all) =>
        all?.filter((device) => device.id !== id),
      );
      setSignedOut(gone ? nameOf(gone) : "the device");
      // The button that led here is gone.
      heading.current?.focus();
    },
    onError: () => cache.account.listSessions.invalidate(),
  });
  return (
    <SectionCard
      headingRef={heading}
      lead="Devices where you're signed in. If you don't recognize one, sign it out and change your password."
      title="Active sessions"
    >
      <ul aria-label="Active sessions" className="grid gap-3">
        {devices.map((device) => (
          <li
            className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
            key={device.id}
          >
            <DeviceFacts device={device} zone={zone} />
            {device.isCurrent ? null : (
              <Button
                disabled={signOut.isPending}
                onClick={() => signOut.mutate({ id: device.id })}
                size="small"
                variant="danger"
              >
                Sign out
                <span className="sr-only">
                  {" "}
                  {nameOf(device)}, signed in {formats.fullDateTime(device.createdAt, zone)}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {signedOut ? <Alert title={`Signed out of ${signedOut}.`} tone="good" /> : null}
      {signOut.isError ? <Alert title={toWireError(signOut.error).error} tone="bad" /> : null}
      <SignOutEverywhereDialog />
    </SectionCard>
  );
}

function DeviceFacts({ device, zone }: { device: Device; zone: string }) {
  const formats = useFormats();
  const Icon = device.isMobile ? Smartphone : Monitor;
  return (
    <div className="flex min-w-0 flex-1 basis-64 gap-3">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <p className="grid justify-items-start gap-1 text-sm" data-slot="time">
        <span className="font-semibold text-base">{nameOf(device)}</span>
        {device.isCurrent ? <Badge tone="good">This device</Badge> : null}
        <span>Signed in {formats.fullDateTime(device.createdAt, zone)}</span>
        <span className="text-muted">
          Last active {formats.fullDateTime(device.lastSeenAt, zone)}
          {device.ip ? <span>, from {shortAddress(device.ip)}</span> : null}
        </span>
      </p>
    </div>
  );
}

/** "Firefox on Windows" */
function nameOf({ browser, system }: Device): string {
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? "Unknown device";
}
