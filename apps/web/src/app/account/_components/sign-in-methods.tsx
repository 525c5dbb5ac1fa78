"use client";

import type { RouterOutputs } from "@sundial/api";
import { auth } from "@sundial/auth/client";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { ProofForm } from "./proof-form";

type SignInMethods = RouterOutputs["signInMethod"]["list"];
type Connected = SignInMethods["connected"][number];

/** The services that open the account, and those that could. */
export function SignInMethods() {
  const zone = useViewerZone();
  const formats = useFormats();
  const [{ connected, available }] = api.signInMethod.list.useSuspenseQuery();
  const heading = useRef<HTMLHeadingElement>(null);
  const [gone, setGone] = useState<string | null>(null);
  if (connected.length === 0 && available.length === 0) return null;
  return (
    <SectionCard
      headingRef={heading}
      lead="Sign in with an account that you have elsewhere."
      title="Connected sign-ins"
    >
      {gone ? <Alert title={`${gone} no longer opens your account.`} tone="good" /> : null}
      {connected.length > 0 ? (
        <ul aria-label="Connected sign-ins" className="grid gap-3">
          {connected.map((method) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
              key={method.id}
            >
              <p className="grid justify-items-start gap-1 text-sm" data-slot="time">
                <span className="font-semibold text-base">{method.name}</span>
                {method.isAvailable ? null : <Badge>No longer offered here</Badge>}
                <span>Connected {formats.fullDateTime(method.connectedAt, zone)}</span>
              </p>
              <DisconnectDialog
                method={method}
                onDisconnected={() => {
                  setGone(method.name);
                  // The button that led here is gone.
                  heading.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p>You have connected none yet.</p>
      )}
      {available.length > 0 ? (
        <ul aria-label="Sign-ins to connect" className="flex flex-wrap gap-3">
          {available.map(({ id, name }) => (
            <li key={id}>
              <ConnectDialog name={name} provider={id} />
            </li>
          ))}
        </ul>
      ) : null}
    </SectionCard>
  );
}

function ConnectDialog({ provider, name }: { provider: string; name: string }) {
  const [open, setOpen] = useState(false);
  const connect = api.signInMethod.connect.useMutation();
  return (
    <Dialog
      description={`You go to ${name} to sign in there, and come back connected.`}
      onOpenChange={setOpen}
      open={open}
      title={`Connect ${name}?`}
      trigger={<Button variant="secondary">Connect {name}</Button>}
    >
      <ProofForm
        isPending={connect.isPending}
        onClose={() => setOpen(false)}
        send={async (proof) => {
          const { token } = await connect.mutateAsync({ provider, ...proof });
          const { data, error } = await auth.connectProvider({ token });
          if (!data) throw error;
          window.location.assign(data.url);
        }}
        submit={`Go to ${name}`}
      />
    </Dialog>
  );
}

interface DisconnectDialogProps {
  method: Connected;
  onDisconnected: () => void;
}

function DisconnectDialog({ method, onDisconnected }: DisconnectDialogProps) {
  const [open, setOpen] = useState(false);
  const cache = api.useUtils();
  const disconnect = api.signInMethod.disconnect.useMutation();
  return (
    <Dialog
      description={`You'll no longer be able to sign in with ${method.name}. We'll email you to confirm.`}
      onOpenChange={setOpen}
      open={open}
      title={`Disconnect ${method.name}?`}
      trigger={
        <Button size="small" variant="danger">
          Disconnect<span className="sr-only"> {method.name}</span>
        </Button>
      }
    >
      <ProofForm
        isDanger
        isPending={disconnect.isPending}
        onClose={() => setOpen(false)}
        send={async (proof) => {
          await disconnect.mutateAsync({ id: method.id, ...proof });
          setOpen(false);
          onDisconnected();
          await cache.signInMethod.list.invalidate();
        }}
        submit="Disconnect"
      />
    </Dialog>
  );
}
