import { listOutbox } from "@sundial/api";
import { formatTimeLeft } from "@sundial/validators/time";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { Badge } from "~/components/ui/badge";
import { EmptyState } from "~/components/ui/empty-state";
import { developmentOutbox } from "~/server/server";

export const metadata: Metadata = { title: "Development inbox" };

/** The emails of a development server, to read and click in the browser. */
export default async function OutboxPage() {
  const outbox = developmentOutbox();
  if (outbox === null) notFound();
  const emails = await listOutbox(outbox);
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <PageHeader
        lead="Emails from this development server, newest first. Without SMTP_URL they stay here and aren't sent."
        title="Development inbox"
      />
      {emails.length === 0 ? (
        <EmptyState title="No emails yet">Sign up or book a session, then check again.</EmptyState>
      ) : (
        <ul className="grid gap-3">
          {emails.map(({ id, recipient, template, createdAt, state, email }) => (
            <li
              className="relative grid gap-1 rounded-card border border-line bg-surface p-4 hover:bg-sunken"
              key={id}
            >
              <div className="flex flex-wrap items-start justify-between gap-2">
                <Link className="font-semibold after:absolute after:inset-0" href={`/outbox/${id}`}>
                  {email?.subject ?? template}
                </Link>
                <Badge tone={state === "pending" ? "sun" : "neutral"}>{state}</Badge>
              </div>
              <p className="text-muted text-sm">
                To {recipient}, {formatTimeLeft(outbox.now, createdAt)} ago
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
