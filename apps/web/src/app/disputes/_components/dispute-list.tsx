"use client";

import { describeZone } from "@sundial/validators/time";
import { useEffect, useRef, useState } from "react";
import { Alert } from "~/components/ui/alert";
import { EmptyState } from "~/components/ui/empty-state";
import { useNow } from "~/components/use-now";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { DisputeCard } from "./dispute-card";
import type { Outcome } from "./use-resolve";

interface DisputeListProps {
  cursor: string | undefined;
  now: Date;
}

export function DisputeList({ cursor, now }: DisputeListProps) {
  const zone = useViewerZone();
  const at = useNow(now);
  const [{ items, total }] = api.officeSession.disputes.useSuspenseQuery({ cursor });
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  // The pressed button is gone with its dispute, so the focus goes to what came of it.
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (outcome) said.current?.focus();
  }, [outcome]);
  const [first] = items;
  return (
    <section aria-label="Queue" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {outcome ? (
        <Alert ref={said} tabIndex={-1} title={outcome.title} tone={outcome.tone}>
          {outcome.more}
        </Alert>
      ) : null}
      {first === undefined ? (
        <EmptyState title="No open disputes">
          When two people report each other as absent, or one reports somebody who had checked in,
          the session appears here.
        </EmptyState>
      ) : (
        <>
          <p className="text-muted text-sm" role="status">
            {countOf(total)}. Times in {describeZone(zone, first.session.startsAt)}.
          </p>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {items.map((dispute) => (
              <li key={dispute.session.id}>
                <DisputeCard dispute={dispute} now={at} onOutcome={setOutcome} zone={zone} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Counting ends at a hundred. */
function countOf(total: number): string {
  if (total >= 100) return "100 disputes or more, the oldest first";
  return total === 1 ? "1 dispute" : `${total} disputes, the oldest first`;
}
