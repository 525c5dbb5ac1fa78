import type { RouterOutputs } from "@sundial/api";
import { formatNumber } from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { Avatar } from "~/components/avatar";
import { ListPages } from "~/components/list-pages";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { roleLabels } from "~/lib/labels";
import { MemberStatus } from "./member-status";
import { type PeopleQuery, peoplePath } from "./people-query";

interface PeopleListProps {
  page: RouterOutputs["member"]["list"];
  query: PeopleQuery;
  zone: string;
  formats: TimeFormats;
}

export function PeopleList({ page, query, zone, formats }: PeopleListProps) {
  const { items, nextCursor } = page;
  return (
    <section aria-label="Results" className="grid gap-4">
      <p className="text-muted" role="status">
        {countOf(page)}
      </p>
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
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {items.map((person) => (
            <li
              className="relative grid gap-x-4 gap-y-1 p-4 hover:bg-sunken sm:grid-cols-[1fr_9rem_7rem_9rem] sm:items-center"
              key={person.id}
            >
              <div className="flex min-w-0 items-center gap-3">
                <Avatar className="size-10 text-base" image={person.image} name={person.name} />
                <div className="min-w-0">
                  <Link
                    className="font-semibold after:absolute after:inset-0 hover:underline"
                    href={`/people/${encodeURIComponent(person.id)}`}
                  >
                    {person.name}
                  </Link>
                  <p className="text-muted text-sm">{person.email}</p>
                </div>
              </div>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pl-13 sm:contents">
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
      )}
      <ListPages
        first={query.cursor ? peoplePath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? peoplePath({ ...query, cursor: nextCursor }) : null}
      />
    </section>
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
