"use client";

import { describeZone, formatTimeLeft } from "@sundial/validators/time";
import Link from "next/link";
import type { ReactNode } from "react";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { useNow } from "~/components/use-now";
import type { OfficeSession } from "~/trpc/types";
import { nameOf, type relationTo } from "./parties";

interface SessionNoticeProps {
  session: OfficeSession;
  viewerId: string;
  relation: ReturnType<typeof relationTo>;
  zone: string;
  justBooked: boolean;
  now: Date;
}

/** Reasons without a person's words. For the parties, the server returns another reason. */
const REASONS_FOR_STAFF: Partial<Record<NonNullable<OfficeSession["cancelReason"]>, string>> = {
  party_suspended: "One person's account was suspended.",
  party_deleted: "One person's account was erased.",
};

/** What the session's state means for the reader, and the message of the person who changed it. */
export function SessionNotice(props: SessionNoticeProps) {
  const { session, viewerId, relation, justBooked, zone } = props;
  const formats = useFormats();
  const { status, mentor, mentee, changeNote } = session;
  const note = changeNote ? <p className="whitespace-pre-line">{changeNote}</p> : null;
  switch (status) {
    case "requested":
      return <Pending {...props} note={note} />;
    case "scheduled":
      if (justBooked && session.version === 1) {
        const reader = relation === "mentee" ? mentor.name : mentee.name;
        const readers = relation === "staff" ? "Both of them see" : `${reader} sees`;
        return (
          <Alert title={`${relation === "staff" ? "The" : "Your"} session is booked.`} tone="good">
            {readers} it right away.
          </Alert>
        );
      }
      if (session.movedById !== null) {
        return (
          <div className="grid gap-3">
            <Alert title={`${nameOf(session, session.movedById, viewerId)} moved this session.`}>
              {session.movedFrom ? (
                <p data-slot="time">
                  Original time:{" "}
                  <time dateTime={session.movedFrom.toISOString()}>
                    {formats.fullDateTime(session.movedFrom, zone)}
                  </time>
                  .
                </p>
              ) : null}
            </Alert>
            {note && <Alert title="Message about this session">{note}</Alert>}
          </div>
        );
      }
      return note && <Alert title="Message about this session">{note}</Alert>;
    case "cancelled":
      return (
        <Alert title="This session was cancelled.">
          {note ?? (session.cancelReason && REASONS_FOR_STAFF[session.cancelReason])}
        </Alert>
      );
    case "declined":
      return (
        <Alert title="This request was declined.">
          {note}
          <AnotherTime {...props} />
        </Alert>
      );
    case "expired":
      return (
        <Alert title="This request expired without an answer.">
          The time is open again. <AnotherTime {...props} />
        </Alert>
      );
    case "completed":
      return note && <Alert title="This session took place.">{note}</Alert>;
    case "no_show":
      return session.disputed ? (
        <Alert
          title={
            absentOne(session)
              ? "The report doesn't match a check-in."
              : "The two reports don't match."
          }
        >
          {note}
          <p>
            {absentOne(session)
              ? `${absentOne(session)} was reported as a no-show and had checked in.`
              : `${mentor.name} and ${mentee.name} each reported the other as a no-show.`}{" "}
            It counts against neither until the program team resolves it.
          </p>
        </Alert>
      ) : (
        <Alert title={absence(props)} tone="bad">
          {note}
        </Alert>
      );
  }
}

/** The name of a person who was reported absent and had checked in. */
function absentOne({ noShowParty, mentor, mentee, ...session }: OfficeSession): string | null {
  if (noShowParty === "mentor" && session.mentorCheckInAt !== null) return mentor.name;
  if (noShowParty === "mentee" && session.menteeCheckInAt !== null) return mentee.name;
  return null;
}

/** "Expires in 31 h", updated every minute, and the exact time. */
function Pending({ session, relation, zone, now, note }: SessionNoticeProps & { note: ReactNode }) {
  const at = useNow(now);
  const formats = useFormats();
  const { mentor, mentee, expiresAt } = session;
  if (expiresAt === null) return null;
  const title = {
    mentee: `Waiting for ${mentor.name}'s answer`,
    mentor: `${mentee.name} requested this session`,
    staff: `Waiting for ${mentor.name}'s answer`,
  }[relation];
  return (
    <Alert title={title}>
      {note}
      <p>
        The request expires in {formatTimeLeft(expiresAt, at)}, on{" "}
        {formats.shortDay(expiresAt, zone)},{" "}
        <time dateTime={expiresAt.toISOString()}>{formats.time(expiresAt, zone)}</time> (
        {describeZone(zone, expiresAt)}). We hold the time until then.
      </p>
    </Alert>
  );
}

function AnotherTime({ session: { mentor }, relation }: SessionNoticeProps) {
  if (relation !== "mentee") return null;
  return (
    <Link className="font-semibold underline" href={`/mentors/${mentor.id}`}>
      Find another time with {mentor.name}
    </Link>
  );
}

function absence({ session, viewerId }: SessionNoticeProps): string {
  const { mentor, mentee, noShowParty } = session;
  if (noShowParty === "both") return "Neither person showed up.";
  const absent = noShowParty === "mentor" ? mentor : mentee;
  const reported = absent.id === viewerId ? "You were" : `${absent.name} was`;
  return `${reported} reported as a no-show.`;
}
