import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { Card } from "~/components/ui/card";
import { formatDistinctTime, formatFullDay } from "~/lib/time";
import { StatusBadge } from "./status-badge";

export type OfficeSession = RouterOutputs["officeSession"]["byId"];

interface SessionCardProps {
  session: OfficeSession;
  viewerId: string;
  zone: string;
}

export function SessionCard({ session, viewerId, zone }: SessionCardProps) {
  const { startsAt, endsAt } = session;
  return (
    <Card className="relative flex flex-wrap items-start justify-between gap-3 transition-colors hover:border-edge">
      <div className="grid gap-1">
        <p className="font-medium text-sun-ink">
          {formatFullDay(startsAt, zone)},{" "}
          <time dateTime={startsAt.toISOString()}>{formatDistinctTime(startsAt, zone)}</time> to{" "}
          <time dateTime={endsAt.toISOString()}>{formatDistinctTime(endsAt, zone)}</time>
        </p>
        <h2 className="text-xl">
          <Link
            className="after:absolute after:inset-0 after:rounded-card"
            href={`/sessions/${session.id}`}
          >
            {session.topic}
          </Link>
        </h2>
        <p className="text-muted">{partiesLabel(session, viewerId)}</p>
      </div>
      <StatusBadge session={session} />
    </Card>
  );
}

/** "With Ada" for a party, "Ada with Ben" for whoever runs the programme. */
export function partiesLabel({ mentor, mentee }: OfficeSession, viewerId: string): string {
  if (viewerId === mentor.id) return `With ${mentee.name}`;
  if (viewerId === mentee.id) return `With ${mentor.name}`;
  return `${mentor.name} with ${mentee.name}`;
}
