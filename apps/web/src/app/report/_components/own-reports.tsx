"use client";

import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Badge } from "~/components/ui/badge";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { misuseReasonLabels, misuseSubjectLabels } from "~/lib/labels";
import { api } from "~/trpc/client";

/** The latest reports that the reader has sent. `isAlone`: nothing else is on the page. */
export function OwnReports({ isAlone }: { isAlone: boolean }) {
  const [{ items }] = api.misuseReport.mine.useSuspenseQuery({});
  const formats = useFormats();
  const zone = useViewerZone();
  if (items.length === 0) {
    if (!isAlone) return null;
    return (
      <EmptyState title="You haven't reported anything">
        You can report a person, or what they wrote, on their page and on the page of a session.
      </EmptyState>
    );
  }
  return (
    <SectionCard title="Your reports">
      <ul className="grid gap-4">
        {items.map(({ id, name, about, reason, words, createdAt, decidedAt }) => (
          <li className="grid gap-1 border-line border-b pb-4 last:border-b-0 last:pb-0" key={id}>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">
                {about === "person" ? name : `${misuseSubjectLabels[about]}: ${name}`}
              </h3>
              <Badge tone={decidedAt === null ? "sun" : "good"}>
                {decidedAt === null ? "Received" : "Decided"}
              </Badge>
            </div>
            <p className="text-muted text-sm" data-slot="time">
              {misuseReasonLabels[reason]}. Sent {formats.date(createdAt, zone)}
              {decidedAt === null ? null : `, decided ${formats.date(decidedAt, zone)}`}
            </p>
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">{words}</p>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
