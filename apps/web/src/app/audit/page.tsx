import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ExportLink } from "~/components/export-link";
import { PageHeader } from "~/components/page-header";
import { findMatches, PersonMatches } from "~/components/person-matches";
import { SavedFilters } from "~/components/saved-filters";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { pathWith } from "~/lib/address";
import { api, getFormats, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { AuditFilters } from "./_components/audit-filters";
import {
  type AuditQuery,
  auditPath,
  exportPath,
  readAuditQuery,
  toAuditFilter,
} from "./_components/audit-query";
import { EventList } from "./_components/event-list";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/audit", search));
  if (!can(actor, "audit:read")) notFound();
  const query = readAuditQuery(search);
  const filter = toAuditFilter(query, actor.timeZone);
  const [page, actions, actors, targets] = await Promise.all([
    orNotFound(api.audit.list({ ...filter, cursor: query.cursor })),
    api.audit.actions(),
    findMatches(query.actorIdText),
    findMatches(query.targetIdText),
    api.savedFilter.list.prefetch({ page: "audit" }),
  ]);
  const first = { ...query, cursor: undefined };
  const kept = { ...first, actorIdText: undefined, targetIdText: undefined };
  return (
    <div className="grid gap-8">
      <PageHeader
        lead="Who did what, when and from where. Entries can't be changed, and viewing this log is recorded too."
        title="Audit log"
      />
      <AuditFilters
        actions={actions}
        actorName={page.actorName}
        query={query}
        targetName={page.targetName}
        zone={actor.timeZone}
      />
      <HydrateClient>
        <SavedFilters page="audit" path={auditPath(kept)} />
      </HydrateClient>
      {query.actorIdText === page.actorName ? null : (
        <PersonMatches
          label="Actor"
          matches={actors}
          pathFor={(actorId) => auditPath({ ...first, actorId, actorIdText: undefined })}
        />
      )}
      {query.targetIdText === page.targetName ? null : (
        <PersonMatches
          label="Target"
          matches={targets}
          pathFor={(targetId) => auditPath({ ...first, targetId, targetIdText: undefined })}
        />
      )}
      <section aria-label="Events" className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted" role="status">
            {countLabel(page.items.length, query, page.nextCursor)}
          </p>
          {can(actor, "audit:export") && page.items.length > 0 ? (
            <div className="flex flex-wrap gap-3">
              <ExportLink href={exportPath("csv", filter)}>Export as CSV</ExportLink>
              <ExportLink href={exportPath("jsonl", filter)}>Export as JSON Lines</ExportLink>
            </div>
          ) : null}
        </div>
        {page.items.length === 0 ? (
          <EmptyState
            action={
              <Button asChild variant="secondary">
                <Link href="/audit">Clear filters</Link>
              </Button>
            }
            title="No events match"
          >
            Try different dates or fewer filters.
          </EmptyState>
        ) : (
          <EventList events={page.items} formats={await getFormats()} zone={actor.timeZone} />
        )}
        <nav aria-label="Pages" className="flex flex-wrap justify-center gap-3">
          {query.cursor ? (
            <Button asChild variant="secondary">
              <Link href={auditPath({ ...query, cursor: undefined })}>Latest events</Link>
            </Button>
          ) : null}
          {page.nextCursor ? (
            <Button asChild variant="secondary">
              <Link href={auditPath({ ...query, cursor: page.nextCursor })}>Earlier events</Link>
            </Button>
          ) : null}
        </nav>
      </section>
    </div>
  );
}

function countLabel(count: number, { cursor }: AuditQuery, nextCursor: string | null): string {
  const events = count === 1 ? "1 event" : `${count} events`;
  return cursor || nextCursor ? `${events} on this page` : events;
}
