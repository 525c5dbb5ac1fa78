"use client";

import type { RouterOutputs } from "@sundial/api";
import { can } from "@sundial/auth/permissions";
import { BookingSteps } from "~/components/booking/booking-steps";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import type { Month } from "~/lib/month";
import { api } from "~/trpc/client";
import { type ChosenSlot, mentorPath } from "./chosen-slot";
import { WhyNot } from "./why-not";

interface BookingPanelProps {
  mentor: RouterOutputs["mentor"]["byId"];
  /** A time chosen before. */
  initial: ChosenSlot | null;
  initialMonth: Month;
  today: Date;
  /** For people who book again: whether the weekday and time of last time are open. */
  again?: keyof typeof againLabels;
}

const againLabels = {
  same: "The next free time on the same weekday, at the same time, is chosen.",
  close: "That time isn't free on this weekday. The closest one is chosen.",
  none: "Nothing is free on that weekday. Choose another day.",
} as const;

/** Mentees book for themselves here, and staff for a mentee. */
export function BookingPanel({ mentor, initial, initialMonth, today, again }: BookingPanelProps) {
  const [account] = api.account.me.useSuspenseQuery();
  const [profile] = api.profile.me.useSuspenseQuery();
  const isStaff = can(account, "session:bookOnBehalf");
  if (!isStaff && !can(account, "session:book")) {
    return <Alert title="Only mentees can book sessions." />;
  }
  const needsProfile = !isStaff && profile.menteeProfile === null;
  return (
    <Card className="grid gap-6">
      <h2 className="text-2xl">{isStaff ? "Book for a mentee" : "Book a session"}</h2>
      {again ? <Alert title={againLabels[again]} /> : null}
      {mentor.autoAccept ? null : (
        <Alert title={`${mentor.name} approves each request`}>
          We hold the time until they answer, for up to two days.
        </Alert>
      )}
      <BookingSteps
        booker={{
          kind: isStaff ? "staff" : "mentee",
          other: mentor,
          needsAnswer: !mentor.autoAccept,
        }}
        initial={initial}
        initialMonth={initialMonth}
        mentor={mentor}
        profilePath={needsProfile ? (chosen) => profilePath(mentor.id, chosen) : undefined}
        today={today}
      />
      <WhyNot durations={mentor.durations} mentorId={mentor.id} zone={account.timeZone} />
    </Card>
  );
}

function profilePath(mentorId: string, chosen: Parameters<typeof mentorPath>[1]) {
  return `/profile?${new URLSearchParams({ next: mentorPath(mentorId, chosen) })}`;
}
