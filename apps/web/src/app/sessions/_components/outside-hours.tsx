"use client";

import Link from "next/link";
import { Alert } from "~/components/ui/alert";
import { reasonLabels } from "~/lib/reason-labels";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import type { relationTo } from "./parties";

interface OutsideHoursProps {
  session: OfficeSession;
  relation: ReturnType<typeof relationTo>;
}

/** Tells the mentor and staff that a booked session is outside the current hours. */
export function OutsideHours({ session, relation }: OutsideHoursProps) {
  const { id, mentorId, status } = session;
  const outside = api.availability.sessionsOutside.useQuery(
    { mentorId },
    { enabled: relation !== "mentee" && (status === "scheduled" || status === "requested") },
  );
  const found = outside.data?.find((other) => other.id === id);
  if (found === undefined) return null;
  return (
    <Alert title="Outside current hours">
      <p>
        {found.reasons.map((reason) => reasonLabels[reason]).join(" ")} The session stays as it is
        until someone moves or cancels it.
      </p>
      {relation === "mentor" ? (
        <Link className="font-semibold underline" href="/availability">
          See your availability
        </Link>
      ) : null}
    </Alert>
  );
}
