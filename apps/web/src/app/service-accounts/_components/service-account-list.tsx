"use client";

import type { RouterOutputs } from "@sundial/api";
import { SERVICE_ACCOUNTS_MAX } from "@sundial/validators";
import Link from "next/link";
import { useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { CreateServiceAccountForm } from "./create-service-account-form";
import { KeyOnce } from "./key-once";
import { lastUseOf } from "./last-use";

type ServiceAccount = RouterOutputs["serviceAccount"]["list"][number];

/** The active service accounts, the form for another, and the key of the latest one. */
export function ServiceAccountList() {
  const [accounts] = api.serviceAccount.list.useSuspenseQuery();
  const [created, setCreated] = useState<RouterOutputs["serviceAccount"]["create"] | null>(null);
  return (
    <>
      {accounts.length === 0 ? (
        <EmptyState title="No service accounts yet">
          Create one for a program that books, exports or reports without a person.
        </EmptyState>
      ) : (
        <ul
          aria-label="Service accounts"
          className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
        >
          {accounts.map((account) => (
            <ListedAccount account={account} key={account.id} />
          ))}
        </ul>
      )}
      <SectionCard
        lead="It can do what you choose here, in the way program managers and admins do it. It can never book for itself or act as a mentor or mentee."
        title="Create a service account"
      >
        {created ? <KeyOnce account={created} /> : null}
        {accounts.length < SERVICE_ACCOUNTS_MAX ? (
          <CreateServiceAccountForm onCreated={setCreated} />
        ) : (
          <p className="text-muted">
            You've reached the limit of {SERVICE_ACCOUNTS_MAX}. End one to create another.
          </p>
        )}
      </SectionCard>
    </>
  );
}

function ListedAccount({ account }: { account: ServiceAccount }) {
  const zone = useViewerZone();
  const formats = useFormats();
  const [newest] = account.keys;
  return (
    <li className="relative grid gap-1 p-4 hover:bg-sunken" data-slot="time">
      <Link
        className="font-semibold after:absolute after:inset-0 hover:underline"
        href={`/service-accounts/${account.id}`}
      >
        {account.name}
      </Link>
      <p className="text-muted text-sm">{account.ownerEmail}</p>
      <p className="text-sm">
        {account.permissions.length === 1
          ? "1 permission"
          : `${account.permissions.length} permissions`}
        {". "}
        {newest
          ? `Key expires ${formats.fullDateTime(newest.expiresAt, zone)}`
          : "Its key has expired"}
      </p>
      <p className="text-muted text-sm">{lastUseOf(account.keys, { formats, zone })}</p>
    </li>
  );
}
