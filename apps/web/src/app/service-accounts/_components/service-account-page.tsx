"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { PermissionSummary } from "~/components/permission-field";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { EditServiceAccountForm } from "./edit-service-account-form";
import { KeyOnce } from "./key-once";
import { lastUseOf } from "./last-use";
import { RotateKeyForm } from "./rotate-key-form";

type ServiceAccount = RouterOutputs["serviceAccount"]["byId"];

/** One service account: what it may do, its keys, and its end. */
export function ServiceAccountPage({ id }: { id: string }) {
  const [account] = api.serviceAccount.byId.useSuspenseQuery({ id });
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start text-muted underline" href="/service-accounts">
        All service accounts
      </Link>
      <Facts account={account} />
      {account.endedAt === null ? <ActiveSections account={account} /> : null}
    </div>
  );
}

function Facts({ account }: { account: ServiceAccount }) {
  const zone = useViewerZone();
  const formats = useFormats();
  const about = new URLSearchParams({ targetId: account.id });
  const own = new URLSearchParams({ actorId: account.id });
  return (
    <Card className="grid gap-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="min-w-0 text-3xl">{account.name}</h1>
        {account.endedAt === null ? (
          <Badge tone="good">Active</Badge>
        ) : (
          <Badge tone="bad">Ended</Badge>
        )}
      </header>
      <div className="grid gap-1" data-slot="time">
        <p>Owner: {account.ownerEmail}</p>
        <PermissionSummary permissions={account.permissions} />
        <p className="text-muted text-sm">
          Created {formats.fullDateTime(account.createdAt, zone)}
          {account.endedAt === null
            ? null
            : `. Ended ${formats.fullDateTime(account.endedAt, zone)}`}
        </p>
      </div>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link className="underline" href={`/audit?${own}`}>
          Everything it did
        </Link>
        <Link className="underline" href={`/audit?${about}`}>
          Every change to it
        </Link>
      </p>
    </Card>
  );
}

function ActiveSections({ account }: { account: ServiceAccount }) {
  const cache = api.useUtils();
  const [rotated, setRotated] = useState<RouterOutputs["serviceAccount"]["rotateKey"] | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const end = api.serviceAccount.end.useMutation();
  return (
    <>
      <SectionCard
        headingRef={heading}
        lead="A new key replaces the current one, which goes on working for the time you choose."
        title="Keys"
      >
        <Keys keys={account.keys} />
        {rotated ? <KeyOnce account={rotated} /> : null}
        <RotateKeyForm account={account} onRotated={setRotated} />
      </SectionCard>
      <SectionCard lead="Takes effect with its next request." title="Settings">
        <EditServiceAccountForm account={account} />
      </SectionCard>
      <SectionCard lead="Its keys stop working at once. This can't be undone." title="End it">
        <ConfirmDialog
          confirm={["End service account", "Ending…"]}
          description={`Every program that uses “${account.name}” loses access right away.`}
          mutation={{ ...end, mutate: (options) => end.mutate({ id: account.id }, options) }}
          onDone={() => cache.serviceAccount.invalidate()}
          title="End this service account?"
          trigger={
            <Button className="justify-self-start" variant="danger">
              End service account
            </Button>
          }
        />
      </SectionCard>
    </>
  );
}

function Keys({ keys }: Pick<ServiceAccount, "keys">) {
  const zone = useViewerZone();
  const formats = useFormats();
  if (keys.length === 0) {
    return <Alert title="Its key has expired. Create a new one to let its programs in." />;
  }
  return (
    <ul aria-label="Keys" className="grid gap-3">
      {keys.map((key, index) => (
        <li className="grid gap-1 rounded-control bg-sunken p-4" data-slot="time" key={key.id}>
          <p className="font-semibold">{index === 0 ? "Current key" : "Replaced key"}</p>
          <p>
            {index === 0 ? "Expires" : "Works until"} {formats.fullDateTime(key.expiresAt, zone)}
          </p>
          <p className="text-muted text-sm">{lastUseOf([key], { formats, zone })}</p>
        </li>
      ))}
    </ul>
  );
}
