import type { RouterOutputs } from "@sundial/api";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { ListPages } from "~/components/list-pages";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { misuseReasonLabels, misuseSubjectLabels } from "~/lib/labels";
import { type ReportQuery, reportsPath } from "./report-query";
import { ReportStatus } from "./report-status";

interface ReportListProps {
  page: RouterOutputs["misuseReport"]["list"];
  query: ReportQuery;
  zone: string;
  formats: TimeFormats;
}

export function ReportList({ page, query, zone, formats }: ReportListProps) {
  const { items, nextCursor } = page;
  return (
    <section aria-label="Results" className="grid gap-4">
      {items.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {items.map(({ id, reported, reporter, about, reason, createdAt, outcome }) => (
            <li
              className="relative grid gap-x-4 gap-y-2 p-4 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_10rem_9rem] sm:items-center"
              key={id}
            >
              <div className="min-w-0 [overflow-wrap:anywhere]">
                <Link
                  className="font-semibold after:absolute after:inset-0 hover:underline"
                  href={`/reports/${id}`}
                >
                  {reported.name}
                </Link>
                <p className="text-muted text-sm">
                  {misuseSubjectLabels[about]}. {misuseReasonLabels[reason]}. Reported by{" "}
                  {reporter?.name ?? "a former member"}
                </p>
              </div>
              <span>
                <ReportStatus outcome={outcome} />
              </span>
              <span className="text-muted text-sm" data-slot="time">
                Sent <time dateTime={createdAt.toISOString()}>{formats.date(createdAt, zone)}</time>
              </span>
            </li>
          ))}
        </ul>
      )}
      <ListPages
        first={query.cursor ? reportsPath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? reportsPath({ ...query, cursor: nextCursor }) : null}
      />
    </section>
  );
}

function Nothing({ query }: { query: ReportQuery }) {
  if (query.status === undefined && !query.cursor) {
    return (
      <EmptyState title="No reports">
        People can report each other, and what they wrote, from the pages of sessions and mentors.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button asChild variant="secondary">
          <Link href="/reports">Show all reports</Link>
        </Button>
      }
      title={query.status === "open" ? "No open reports" : "No reports match"}
    >
      {query.status === "open" ? "Every report has been decided." : "Try a different status."}
    </EmptyState>
  );
}
