import type { RouterOutputs } from "@sundial/api";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { Avatar } from "~/components/avatar";
import { ListPages } from "~/components/list-pages";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { type ApplicationQuery, applicationsPath } from "./application-query";
import { ApplicationStatus } from "./application-status";

interface ApplicationListProps {
  page: RouterOutputs["mentorApplication"]["list"];
  query: ApplicationQuery;
  zone: string;
  formats: TimeFormats;
}

export function ApplicationList({ page, query, zone, formats }: ApplicationListProps) {
  const { items, nextCursor } = page;
  return (
    <section aria-label="Results" className="grid gap-4">
      {items.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {items.map(({ id, applicant, status, expertise, submittedAt }) => (
            <li
              className="relative grid gap-x-4 gap-y-2 p-4 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_7rem_10rem] sm:items-center"
              key={id}
            >
              <div className="flex min-w-0 items-center gap-3">
                <Avatar
                  className="size-10 text-base"
                  image={applicant.image}
                  name={applicant.name}
                />
                <div className="min-w-0 [overflow-wrap:anywhere]">
                  <Link
                    className="font-semibold after:absolute after:inset-0 hover:underline"
                    href={`/applications/${id}`}
                  >
                    {applicant.name}
                  </Link>
                  <p className="text-muted text-sm">{expertise.join(", ")}</p>
                </div>
              </div>
              <span className="pl-13 sm:pl-0">
                <ApplicationStatus status={status} />
              </span>
              <span className="pl-13 text-muted text-sm sm:pl-0" data-slot="time">
                Applied{" "}
                <time dateTime={submittedAt.toISOString()}>{formats.date(submittedAt, zone)}</time>
              </span>
            </li>
          ))}
        </ul>
      )}
      <ListPages
        first={query.cursor ? applicationsPath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? applicationsPath({ ...query, cursor: nextCursor }) : null}
      />
    </section>
  );
}

function Nothing({ query }: { query: ApplicationQuery }) {
  if (query.status === undefined && !query.cursor) {
    return (
      <EmptyState title="No applications yet">
        Mentees apply from their profile, or say at sign-up that they'd like to be a mentor. You'll
        get an email for each application.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button asChild variant="secondary">
          <Link href="/applications">Show all applications</Link>
        </Button>
      }
      title={query.status === "pending" ? "Nobody is waiting" : "No applications match"}
    >
      {query.status === "pending"
        ? "Every application has been answered."
        : "Try a different status."}
    </EmptyState>
  );
}
