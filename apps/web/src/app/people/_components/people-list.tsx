import type { RouterOutputs } from "@sundial/api";
import { formatNumber } from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "~/components/avatar";
import { ExportLink } from "~/components/export-link";
import { ListPages } from "~/components/list-pages";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { pathWith } from "~/lib/address";
import { cn } from "~/lib/cn";
import { roleLabels } from "~/lib/labels";
import { ChoosePeople } from "./choose-people";
import { MemberStatus } from "./member-status";
import { type PeopleQuery, peoplePath } from "./people-query";

interface PeopleListProps {
  page: RouterOutputs["member"]["list"];
  query: PeopleQuery;
  zone: string;
  formats: TimeFormats;
  /** Whether the reader can change the status of several people at once. */
  mayChoose: boolean;
  mayExport: boolean;
}

export function PeopleList(props: PeopleListProps) {
  const { page, query, zone, formats, mayChoose, mayExport } = props;
  const { items, nextCursor } = page;
  const { search, role, status } = query;
  return (
    <section aria-label="Results" className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted" role="status">
          {countOf(page)}
        </p>
        {mayExport && items.length > 0 ? (
          <ExportLink href={pathWith("/api/people/people.csv", { search, role, status })}>
            Export as CSV
          </ExportLink>
        ) : null}
      </div>
      {items.length === 0 ? (
        <EmptyState
          action={
            <Button asChild variant="secondary">
              <Link href="/people">Show everyone</Link>
            </Button>
          }
          title="No people match"
        >
          Try a different search or fewer filters.
        </EmptyState>
      ) : (
        <Choosing mayChoose={mayChoose}>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
            {items.map((person) => (
              <li
                className="relative grid gap-x-4 gap-y-1 p-4 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_9rem_7rem_9rem] sm:items-center"
                key={person.id}
              >
                <div className="flex min-w-0 items-center gap-3">
                  {mayChoose ? (
                    <input
                      aria-label={`Choose ${person.name}`}
                      className="relative z-10 size-5 shrink-0 accent-(--action)"
                      name="id"
                      type="checkbox"
                      value={person.id}
                    />
                  ) : null}
                  <Avatar className="size-10 text-base" image={person.image} name={person.name} />
                  <div className="min-w-0">
                    <Link
                      className="font-semibold after:absolute after:inset-0 hover:underline"
                      href={`/people/${encodeURIComponent(person.id)}`}
                    >
                      {person.name}
                    </Link>
                    <p className="text-muted text-sm [overflow-wrap:anywhere]">{person.email}</p>
                  </div>
                </div>
                <div
                  className={cn(
                    "flex flex-wrap items-center gap-x-3 gap-y-1 sm:contents",
                    mayChoose ? "pl-21" : "pl-13",
                  )}
                >
                  <span>{roleLabels[person.role]}</span>
                  <span>
                    <MemberStatus status={person.status} />
                  </span>
                  <span className="text-muted text-sm">
                    <LastSeen at={person.lastLoginAt} formats={formats} zone={zone} />
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </Choosing>
      )}
      <ListPages
        first={query.cursor ? peoplePath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? peoplePath({ ...query, cursor: nextCursor }) : null}
      />
    </section>
  );
}

/** A plain GET form to the preview of what will happen. */
function Choosing({ mayChoose, children }: { mayChoose: boolean; children: ReactNode }) {
  if (!mayChoose) return children;
  return (
    <form action="/people/change-status" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {children}
      <ChoosePeople />
    </form>
  );
}

function countOf({ count, hasMoreThanCounted }: PeopleListProps["page"]): string {
  if (hasMoreThanCounted) return `More than ${formatNumber(count)} people`;
  return count === 1 ? "1 person" : `${count} people`;
}

interface LastSeenProps extends Pick<PeopleListProps, "zone" | "formats"> {
  at: Date | null;
}

function LastSeen({ at, zone, formats }: LastSeenProps) {
  if (at === null) return "Never signed in";
  return (
    <>
      Signed in <time dateTime={at.toISOString()}>{formats.date(at, zone)}</time>
    </>
  );
}
