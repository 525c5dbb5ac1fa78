"use client";

import { LAPSE_DAYS } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import { useRef } from "react";
import { SectionCard } from "~/components/section-card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { LapseItem } from "./lapse-item";
import { StandingLine } from "./standing-line";
import { WhatCounts } from "./what-counts";

/** What counts against a person, and why: the same for themselves and for staff. */
export function Reliability({ personId }: { personId: string }) {
  const [{ person, isOwn, standing, lapses }] = api.reliability.read.useSuspenseQuery({ personId });
  const zone = useViewerZone();
  // The pressed button is gone, so the focus goes to the section.
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <SectionCard
      headingRef={heading}
      lead={
        lapses.length === 0
          ? null
          : `The last ${LAPSE_DAYS} days, newest first. Times in ${cityOf(zone)} time.`
      }
      title={isOwn ? "What counts" : "Reliability"}
    >
      <StandingLine isOwn={isOwn} lapses={lapses} name={person.name} standing={standing} />
      {lapses.length === 0 ? null : (
        <ul className="grid gap-5">
          {lapses.map((each) => (
            <li key={`${each.officeSessionId} ${each.lapse}`}>
              <LapseItem
                isOwn={isOwn}
                lapse={each}
                onObjected={() => heading.current?.focus()}
                zone={zone}
              />
            </li>
          ))}
        </ul>
      )}
      <WhatCounts isOwn={isOwn} />
    </SectionCard>
  );
}
