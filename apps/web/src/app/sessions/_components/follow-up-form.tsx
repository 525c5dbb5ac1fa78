"use client";

import type { RouterOutputs } from "@sundial/api";
import { BookingSteps } from "~/components/booking/booking-steps";
import { Card } from "~/components/ui/card";
import type { Month } from "~/lib/month";
import type { OfficeSession } from "~/trpc/types";

interface FollowUpFormProps {
  mentor: RouterOutputs["mentor"]["byId"];
  mentee: OfficeSession["mentee"];
  initialMonth: Month;
  today: Date;
}

/** A mentor's next session with a mentee they have met. */
export function FollowUpForm({ mentor, mentee, initialMonth, today }: FollowUpFormProps) {
  return (
    <Card className="grid gap-6">
      <header className="grid gap-2">
        <h1 className="text-3xl">Book a follow-up with {mentee.name}</h1>
        <p className="text-muted">
          It's scheduled right away, at one of your open times, once or several weeks in a row.
        </p>
      </header>
      <BookingSteps
        booker={{ kind: "mentor", other: mentee, needsAnswer: false }}
        initialMonth={initialMonth}
        mentor={mentor}
        today={today}
      />
    </Card>
  );
}
