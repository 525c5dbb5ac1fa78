import { formatTimeLeft } from "@sundial/validators/time";
import Link from "next/link";
import { useFormats } from "~/components/formats";
import { Card } from "~/components/ui/card";
import type { OfficeSession } from "~/trpc/types";
import { partiesLabel } from "./parties";
import { seriesLabel } from "./session-series";
import { StatusBadge } from "./status-badge";

interface SessionCardProps {
  session: OfficeSession;
  viewerId: string;
  zone: string;
  now: Date;
}

export function SessionCard({ session, viewerId, zone, now }: SessionCardProps) {
  const { startsAt, endsAt } = session;
  const formats = useFormats();
  const series = seriesLabel(session);
  return (
    <Card className="relative flex flex-wrap items-start justify-between gap-3 transition-colors hover:border-edge">
      <div className="grid gap-1">
        <p className="font-medium text-sun-ink">
          {formats.fullDay(startsAt, zone)},{" "}
          <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, zone)}</time> to{" "}
          <time dateTime={endsAt.toISOString()}>{formats.time(endsAt, zone)}</time>
        </p>
        <h2 className="text-xl">
          <Link
            className="after:absolute after:inset-0 after:rounded-card"
            href={`/sessions/${session.id}`}
          >
            {session.topic}
          </Link>
        </h2>
        <p className="text-muted">
          {partiesLabel(session, viewerId)}
          {series === null ? "" : ` · ${series}`}
          {session.status === "requested" && session.expiresAt
            ? ` · Expires in ${formatTimeLeft(session.expiresAt, now)}`
            : ""}
        </p>
      </div>
      <StatusBadge session={session} />
    </Card>
  );
}
