"use client";

import type { RouterOutputs } from "@sundial/api";
import type { StuckKind } from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { useState } from "react";
import { LinkOnce } from "~/app/invitations/_components/link-once";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useAlive } from "~/components/use-alive";
import { useViewerZone } from "~/components/use-viewer-zone";
import { toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { leaveRow } from "./leave-row";
import { NudgeDialog } from "./nudge-dialog";
import { PauseDialog } from "./pause-dialog";
import type { StuckQuery } from "./stuck-query";

type Row = RouterOutputs["stuck"]["list"]["items"][number];

interface StuckListProps {
  query: StuckQuery;
  now: Date;
}

/** The rows of one list, each with its next step. */
export function StuckList({ query, now }: StuckListProps) {
  const [{ items }] = api.stuck.list.useSuspenseQuery(query);
  const formats = useFormats();
  const zone = useViewerZone();
  if (items.length === 0) {
    return <EmptyState title="Nobody is stuck here">This list fills up by itself.</EmptyState>;
  }
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
      {items.map((row) => (
        <li
          className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-3 p-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
          key={row.id}
        >
          <div className="min-w-0 [overflow-wrap:anywhere]">
            <p className="font-semibold">
              <Subject kind={query.kind} row={row} />
            </p>
            <p className="text-muted text-sm" data-slot="time">
              {aboutRow(query.kind, row, { formats, zone, now })}
              {row.nudgedAt
                ? ` Somebody wrote to them on ${formats.shortDay(row.nudgedAt, zone)}.`
                : ""}
            </p>
          </div>
          <div className="justify-self-start sm:justify-self-end">
            <NextStep kind={query.kind} row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Subject({ kind, row }: { kind: StuckKind; row: Row }) {
  if (kind === "unanswered") {
    return (
      <Link className="hover:underline" href={`/sessions/${row.id}`}>
        {row.label}
      </Link>
    );
  }
  if (row.person === null) return row.label;
  return (
    <Link className="hover:underline" href={`/people/${row.person.id}`}>
      {row.person.name}
    </Link>
  );
}

interface Words {
  formats: TimeFormats;
  zone: string;
  now: Date;
}

function aboutRow(kind: StuckKind, row: Row, { formats, zone, now }: Words): string {
  const { since, count, person, mentee } = row;
  const day = since ? formats.date(since, zone) : "";
  switch (kind) {
    case "waiting":
      return `Waits since ${day}.`;
    case "expired":
      return count === 1
        ? `1 request expired, on ${day}.`
        : `${count} requests expired, the last on ${day}.`;
    case "unanswered":
      return `${mentee?.name} asked ${person?.name} for ${since ? formats.shortDateTime(since, zone) : ""}.`;
    case "expertise":
      return count === 0 ? "No mentor in the directory has it." : mentorsWith(count ?? 0);
    case "invited":
      return since && since > now ? `The link works until ${day}.` : `The link ended on ${day}.`;
  }
}

const mentorsWith = (count: number) =>
  count === 1 ? "1 mentor has it." : `${count} mentors have it.`;

function NextStep({ kind, row }: { kind: StuckKind; row: Row }) {
  switch (row.nextStep) {
    case "nudge":
      return <NudgeDialog kind={kind} row={row} />;
    case "pause":
      return <PauseDialog row={row} />;
    case "inviteAgain":
      return <InviteAgain id={row.id} label={row.label ?? ""} />;
    case "book":
      return <StepLink href="/mentors" label="Book for them" />;
    case "answer":
      return <StepLink href={`/sessions/${row.id}`} label="Answer for them" />;
    case "invite":
      return <StepLink href="/invitations" label="Invite a mentor" />;
  }
}

function StepLink({ href, label }: { href: string; label: string }) {
  return (
    <Button asChild size="small" variant="secondary">
      <Link href={href}>{label}</Link>
    </Button>
  );
}

function InviteAgain({ id, label }: { id: string; label: string }) {
  const cache = api.useUtils();
  const isAlive = useAlive();
  const { keyed, onMade } = useIdempotencyKey();
  const [link, setLink] = useState<string | null>(null);
  const resend = api.invitation.resend.useMutation({
    onSuccess: (sent) => {
      onMade();
      setLink(sent.link);
      // Where no emails are sent, the link is shown this once, so the row stays until then.
      if (sent.link === null) leaveRow(cache);
    },
  });
  return (
    <div className="grid justify-items-start gap-2 sm:justify-items-end">
      <Button
        aria-label={`Invite ${label} again`}
        disabled={resend.isPending || !isAlive}
        onClick={() => resend.mutate(keyed({ id }))}
        size="small"
        variant="secondary"
      >
        {resend.isPending ? "Inviting…" : "Invite again"}
      </Button>
      {resend.error ? <Alert title={toWireError(resend.error).error} tone="bad" /> : null}
      {link ? <LinkOnce email={label} link={link} /> : null}
    </div>
  );
}
