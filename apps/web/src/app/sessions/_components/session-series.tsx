"use client";

import Link from "next/link";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { officeSessionStatusLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

/** "3 of 6", for a session that was booked together with others; null for one booked alone. */
export function seriesLabel({ seriesNumber, seriesSize }: OfficeSession): string | null {
  return seriesNumber === null ? null : `${seriesNumber} of ${seriesSize}`;
}

/** The sessions that were booked together with this one. */
export function SessionSeries({ session, zone }: { session: OfficeSession; zone: string }) {
  const formats = useFormats();
  const [{ sessions }] = api.sessionSeries.bySession.useSuspenseQuery({
    officeSessionId: session.id,
  });
  if (sessions.length === 0) return null;
  return (
    <SectionCard
      lead="Each session can be moved or cancelled without the others."
      title={`Session ${seriesLabel(session)} in a series`}
    >
      <ol className="grid gap-3">
        {sessions.map(({ id, number, startsAt, status }) => (
          <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-baseline" key={id}>
            <span className="text-muted">{number}.</span>
            <span className="flex flex-wrap items-baseline gap-x-3">
              {id === session.id ? (
                <span aria-current="page" className="font-semibold">
                  {formats.fullDateTime(startsAt, zone)}
                </span>
              ) : (
                <Link className="underline" href={`/sessions/${id}`}>
                  {formats.fullDateTime(startsAt, zone)}
                </Link>
              )}
              <span className="text-muted text-sm">{officeSessionStatusLabels[status]}</span>
            </span>
          </li>
        ))}
      </ol>
    </SectionCard>
  );
}
