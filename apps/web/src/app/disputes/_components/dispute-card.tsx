"use client";

import type { RouterOutputs } from "@sundial/api";
import { formatTimeLeft } from "@sundial/validators/time";
import Link from "next/link";
import { CorrectDialog } from "~/app/sessions/_components/correct-dialog";
import { useFormats } from "~/components/formats";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { api } from "~/trpc/client";
import { type Outcome, useResolve } from "./use-resolve";

type Dispute = RouterOutputs["officeSession"]["disputes"]["items"][number];

interface DisputeCardProps {
  dispute: Dispute;
  zone: string;
  now: Date;
  onOutcome: (outcome: Outcome) => void;
}

/** One disputed session: what each of the two reported, and when each checked in. */
export function DisputeCard({ dispute, zone, now, onOutcome }: DisputeCardProps) {
  const { session, deadline } = dispute;
  const { id, topic, startsAt, endsAt, mentor, mentee } = session;
  const formats = useFormats();
  const change = api.officeSession.correct.useMutation(useResolve(session, onOutcome));
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h2 className="text-xl [overflow-wrap:anywhere]">
            <Link className="hover:underline" href={`/sessions/${id}`}>
              {topic}
            </Link>
          </h2>
          <p className="text-muted" data-slot="time">
            {formats.fullDay(startsAt, zone)},{" "}
            <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, zone)}</time> to{" "}
            <time dateTime={endsAt.toISOString()}>{formats.time(endsAt, zone)}</time>
          </p>
        </div>
        <Deadline deadline={deadline} now={now} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2">
        <Account
          checkedInAt={session.mentorCheckInAt}
          dispute={dispute}
          person={mentor}
          zone={zone}
        >
          Mentor
        </Account>
        <Account
          checkedInAt={session.menteeCheckInAt}
          dispute={dispute}
          person={mentee}
          zone={zone}
        >
          Mentee
        </Account>
      </div>
      <p className="text-muted text-sm" data-slot="time">
        Resolve it by{" "}
        <time dateTime={deadline.toISOString()}>{formats.fullDateTime(deadline, zone)}</time>.
      </p>
      <div>
        <CorrectDialog change={change} label="Resolve dispute" session={session} zone={zone} />
      </div>
    </Card>
  );
}

function Deadline({ deadline, now }: { deadline: Date; now: Date }) {
  if (deadline <= now) return <Badge tone="bad">Overdue</Badge>;
  return <Badge tone="sun">{formatTimeLeft(deadline, now)} left</Badge>;
}

interface AccountProps {
  dispute: Dispute;
  person: { id: string; name: string };
  checkedInAt: Date | null;
  zone: string;
  /** Their side of the session. */
  children: string;
}

function Account({ dispute, person, checkedInAt, zone, children }: AccountProps) {
  const formats = useFormats();
  const report = dispute.reports.find(({ authorId }) => authorId === person.id);
  const { mentor, mentee } = dispute.session;
  const other = person.id === mentor.id ? mentee.name : mentor.name;
  const time = (at: Date) => (
    <time dateTime={at.toISOString()}>{formats.shortDateTime(at, zone)}</time>
  );
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] content-start gap-2 rounded-control bg-sunken p-3">
      <h3 className="font-semibold [overflow-wrap:anywhere]">
        <Link className="hover:underline" href={`/people/${encodeURIComponent(person.id)}`}>
          {person.name}
        </Link>{" "}
        <span className="font-normal text-muted text-sm">{children}</span>
      </h3>
      <p className="text-sm" data-slot="time">
        {checkedInAt ? <>Checked in: {time(checkedInAt)}</> : "Didn't check in."}
      </p>
      {report === undefined ? (
        <p className="text-muted text-sm">No report of theirs is stored.</p>
      ) : (
        <>
          <p className="text-sm" data-slot="time">
            Reported {other} as absent: {time(report.createdAt)}
          </p>
          {report.words ? (
            <blockquote className="whitespace-pre-line border-edge border-l-4 pl-3 [overflow-wrap:anywhere]">
              {report.words}
            </blockquote>
          ) : (
            <p className="text-muted text-sm">They wrote nothing with it.</p>
          )}
        </>
      )}
    </section>
  );
}
