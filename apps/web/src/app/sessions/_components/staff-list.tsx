import type { RouterOutputs } from "@sundial/api";
import { describeZone, type TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { ListPages } from "~/components/list-pages";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import type { OfficeSession } from "~/trpc/types";
import { type StaffQuery, staffSessionsPath } from "./staff-query";
import { StatusBadge } from "./status-badge";

interface StaffListProps {
  page: RouterOutputs["officeSession"]["search"];
  query: StaffQuery;
  zone: string;
  formats: TimeFormats;
}

export function StaffList({ page, query, zone, formats }: StaffListProps) {
  const { items, nextCursor } = page;
  const [first] = items;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {first === undefined ? (
        <Nothing hasMore={nextCursor !== null} />
      ) : (
        <>
          <p className="text-muted text-sm">Times in {describeZone(zone, first.startsAt)}.</p>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
            {items.map((session) => (
              <Row formats={formats} key={session.id} session={session} zone={zone} />
            ))}
          </ul>
        </>
      )}
      <ListPages
        first={query.cursor ? staffSessionsPath({ ...query, cursor: undefined }) : null}
        next={nextCursor ? staffSessionsPath({ ...query, cursor: nextCursor }) : null}
      />
    </div>
  );
}

interface RowProps extends Pick<StaffListProps, "zone" | "formats"> {
  session: OfficeSession;
}

function Row({ session, zone, formats }: RowProps) {
  const { id, topic, mentor, mentee, startsAt } = session;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 p-4 hover:bg-sunken sm:grid-cols-[11rem_minmax(0,1fr)_auto] sm:items-center">
      <time className="text-muted text-sm" data-slot="time" dateTime={startsAt.toISOString()}>
        {formats.dateTime(startsAt, zone)}
      </time>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <Link
          className="font-semibold after:absolute after:inset-0 hover:underline"
          href={`/sessions/${id}`}
        >
          {topic}
        </Link>
        <p className="text-muted text-sm">
          {mentor.name} with {mentee.name}
        </p>
      </div>
      <span className="flex flex-wrap gap-2">
        {session.cancelledLate ? <Badge tone="sun">Late</Badge> : null}
        <StatusBadge session={session} />
      </span>
    </li>
  );
}

function Nothing({ hasMore }: { hasMore: boolean }) {
  if (hasMore) {
    return (
      <EmptyState title="No sessions here">
        We looked at a part of the sessions. The next page continues from there.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button asChild variant="secondary">
          <Link href="/sessions">Show all sessions</Link>
        </Button>
      }
      title="No sessions match"
    >
      Try different dates or fewer filters.
    </EmptyState>
  );
}
