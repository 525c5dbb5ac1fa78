"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useRef, useState } from "react";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { Field, Select } from "~/components/ui/field";
import { useViewerZone } from "~/components/use-viewer-zone";
import { groupBy } from "~/lib/group-by";
import { addMonths, type Month, monthOf, rangeOfMonth } from "~/lib/month";
import { formatShortDay, localDate } from "~/lib/time";
import { api } from "~/trpc/client";
import { BookingForm } from "./booking-form";
import { SlotCalendar } from "./slot-calendar";
import { SlotList } from "./slot-list";

interface BookingPanelProps {
  mentor: RouterOutputs["mentor"]["byId"];
  initialMonth: Month;
  today: Date;
}

/** Length and zone, then a day, then a time, then what it is about. */
export function BookingPanel({ mentor, initialMonth, today }: BookingPanelProps) {
  const { zone, setZone } = useViewerZone();
  const [profile] = api.profile.me.useSuspenseQuery();
  const [durationMinutes, setDurationMinutes] = useState(mentor.durations[0] ?? 30);
  const [month, setMonth] = useState(initialMonth);
  const [date, setDate] = useState<string | null>(null);
  const [start, setStart] = useState<Date | null>(null);
  const slotsHeading = useRef<HTMLLegendElement>(null);

  const query = { mentorId: mentor.id, durationMinutes };
  const openSlots = api.availability.openSlots.useQuery({ ...query, ...rangeOfMonth(month) });
  api.availability.openSlots.usePrefetchQuery({ ...query, ...rangeOfMonth(addMonths(month, 1)) });

  const slotsByDate = groupBy(openSlots.data?.slots ?? [], ({ startsAt }) =>
    localDate(startsAt, zone),
  );

  function choose(instant: Date) {
    setMonth(monthOf(instant, zone));
    setDate(localDate(instant, zone));
    setStart(instant);
  }

  function chooseDate(next: string) {
    setDate(next);
    setStart(null);
    // Whoever works by keyboard or ear is taken to the times that just appeared.
    requestAnimationFrame(() => slotsHeading.current?.focus());
  }

  if (profile.role !== "mentee") {
    return <Alert title="Sessions are booked by mentees." />;
  }
  return (
    <Card className="grid gap-6">
      <h2 className="text-2xl">Book a session</h2>
      {profile.menteeProfile === null ? (
        <Alert title="Complete your profile first">
          {mentor.name} reads it before you meet.{" "}
          <Link className="font-semibold underline" href="/profile">
            Go to your profile
          </Link>
        </Alert>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="duration" label="Length">
          <Select
            id="duration"
            onChange={(event) => {
              setDurationMinutes(Number(event.target.value));
              setStart(null);
            }}
            value={durationMinutes}
          >
            {mentor.durations.map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutes} minutes
              </option>
            ))}
          </Select>
        </Field>
        <Field id="zone" label="Times shown in">
          <TimeZoneSelect
            current={zone}
            id="zone"
            onChange={(event) => {
              setZone(event.target.value);
              setDate(start ? localDate(start, event.target.value) : null);
            }}
            value={zone}
          />
        </Field>
      </div>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <SlotCalendar
          isPending={openSlots.isPending}
          month={month}
          onMonthChange={setMonth}
          onSelect={chooseDate}
          selected={date}
          slotsByDate={slotsByDate}
          today={localDate(today, zone)}
        />
        <SlotList
          date={date}
          headingRef={slotsHeading}
          isPending={openSlots.isPending}
          onSelect={setStart}
          selected={start}
          slots={date ? (slotsByDate.get(date) ?? []) : []}
          zone={zone}
        />
      </div>
      {openSlots.isError ? (
        <Alert title="The times could not be loaded." tone="bad">
          <Button onClick={() => openSlots.refetch()} size="small" variant="secondary">
            Try again
          </Button>
        </Alert>
      ) : null}
      {openSlots.isSuccess && openSlots.data.slots.length === 0 ? (
        <Alert title="No free times in this month">
          {mentor.nextSlot && monthOf(mentor.nextSlot, zone) > month ? (
            <Button onClick={() => mentor.nextSlot && choose(mentor.nextSlot)} size="small">
              Next free: {formatShortDay(mentor.nextSlot, zone)}
            </Button>
          ) : (
            "Try the next month, another length, or another mentor."
          )}
        </Alert>
      ) : null}
      <BookingForm
        durationMinutes={durationMinutes}
        mentor={mentor}
        onChooseAlternative={choose}
        ready={profile.menteeProfile !== null}
        start={start}
        zone={zone}
      />
    </Card>
  );
}
