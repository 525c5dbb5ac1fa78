"use client";

import { describeZone } from "@sundial/validators/time";
import { useFormats } from "~/components/formats";
import { api } from "~/trpc/client";

/** How many are named; the rest are counted. */
const SHOWN = 5;

/** "4 sessions with 4 people will be cancelled", and which. */
export function SuspensionPreview({ id, zone }: { id: string; zone: string }) {
  const formats = useFormats();
  // Loaded again each time, because somebody may have booked since.
  const { data } = api.member.previewSuspension.useQuery({ id }, { staleTime: 0 });
  if (data === undefined) return <p role="status">Checking upcoming sessions…</p>;
  const { sessions, people } = data;
  const [first] = sessions;
  if (first === undefined) return <p>They have no upcoming sessions.</p>;
  const rest = sessions.length - SHOWN;
  return (
    <div className="grid gap-2 rounded-control bg-sunken p-3 text-ink">
      <p className="font-semibold">
        {sessions.length === 1 ? "1 session" : `${sessions.length} sessions`} with{" "}
        {people === 1 ? "1 person" : `${people} people`} will be cancelled.
      </p>
      <ul className="grid gap-1 text-sm">
        {sessions.slice(0, SHOWN).map((session) => (
          <li key={session.id}>
            <time dateTime={session.startsAt.toISOString()}>
              {formats.shortDateTime(session.startsAt, zone)}
            </time>
            {": "}
            {session.topic}, with {session.with.name}
            {session.status === "requested" ? " (request)" : null}
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="text-sm">And {rest} more.</p> : null}
      <p className="text-muted text-sm">
        Times in {describeZone(zone, first.startsAt)}. We tell the others that it was cancelled, but
        not why.
      </p>
    </div>
  );
}
