import type { RouterOutputs } from "@sundial/api";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { ListPages } from "~/components/list-pages";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { invitationStateLabels, roleLabels } from "~/lib/labels";
import { getFormats } from "~/trpc/server";
import type { Invitation } from "~/trpc/types";
import { InvitationActions } from "./invitation-actions";
import { type InvitationQuery, invitationsPath } from "./invitation-query";

interface InvitationListProps {
  page: RouterOutputs["invitation"]["list"];
  query: InvitationQuery;
  zone: string;
}

/** Who was invited, the newest links first. */
export async function InvitationList({ page, query, zone }: InvitationListProps) {
  const formats = await getFormats();
  const { items, nextCursor } = page;
  return (
    <section aria-label="Results" className="grid gap-4">
      {items.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {items.map((invitation) => (
            <Item formats={formats} invitation={invitation} key={invitation.id} zone={zone} />
          ))}
        </ul>
      )}
      <ListPages
        first={query.cursor ? invitationsPath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? invitationsPath({ ...query, cursor: nextCursor }) : null}
      />
    </section>
  );
}

const tones = { waiting: "sun", expired: "bad", accepted: "good", revoked: "neutral" } as const;

interface ItemProps {
  invitation: Invitation;
  zone: string;
  formats: TimeFormats;
}

function Item({ invitation, zone, formats }: ItemProps) {
  const { id, email, role, expertise, state, acceptedBy, invitedBy, actions } = invitation;
  return (
    <li className="grid gap-x-4 gap-y-2 p-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 gap-1 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{email}</span>
          <Badge tone={tones[state]}>{invitationStateLabels[state]}</Badge>
        </p>
        <p className="text-sm">
          {[roleLabels[role], ...expertise].join(" · ")}
          {invitedBy ? ` · Invited by ${invitedBy}` : null}
        </p>
        <p className="text-muted text-sm" data-slot="time">
          {whenOf(invitation, (at) => formats.fullDateTime(at, zone))}
          {acceptedBy ? (
            <>
              {" by "}
              <Link className="underline" href={`/people/${encodeURIComponent(acceptedBy.id)}`}>
                {acceptedBy.name}
              </Link>
            </>
          ) : null}
        </p>
      </div>
      {actions.length > 0 ? <InvitationActions email={email} id={id} /> : null}
    </li>
  );
}

function whenOf(invitation: Invitation, told: (at: Date) => string): string {
  const { state, expiresAt, settledAt, remindedAt } = invitation;
  switch (state) {
    case "waiting":
      return `Expires ${told(expiresAt)}${remindedAt ? `. Reminded ${told(remindedAt)}` : ""}`;
    case "expired":
      return `Expired ${told(expiresAt)}`;
    case "accepted":
      return `Accepted ${told(settledAt ?? expiresAt)}`;
    case "revoked":
      return `Revoked ${told(settledAt ?? expiresAt)}`;
  }
}

function Nothing({ query }: { query: InvitationQuery }) {
  if (query.state === undefined && query.email === undefined && !query.cursor) {
    return (
      <EmptyState title="Nobody has been invited yet">
        Invite someone above, or import a file with many people.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button asChild variant="secondary">
          <Link href="/invitations">Show all invitations</Link>
        </Button>
      }
      title="No invitations match"
    >
      Try a different state, or check the address: it must be whole.
    </EmptyState>
  );
}
