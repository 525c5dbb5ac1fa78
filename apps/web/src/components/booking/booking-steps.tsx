"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useState } from "react";
import { useFormats } from "~/components/formats";
import { SlotPicker } from "~/components/slot-picker/slot-picker";
import { useSlotChoice } from "~/components/slot-picker/use-slot-choice";
import { Alert } from "~/components/ui/alert";
import { Field, Select } from "~/components/ui/field";
import { useViewerZone } from "~/components/use-viewer-zone";
import { ViewerZoneField } from "~/components/viewer-zone-field";
import { addMonths, type Month, rangeOfMonth } from "~/lib/month";
import { api } from "~/trpc/client";
import { BookingForm } from "./booking-form";
import type { Booker } from "./use-booking";

interface BookingStepsProps {
  /** The mentor whose times are shown. */
  mentor: RouterOutputs["mentor"]["byId"];
  booker: Booker;
  initialMonth: Month;
  today: Date;
  /** A time chosen before. */
  initial?: { start: Date; durationMinutes: number } | null;
  /** Where to complete a profile that is required first, with the way back to the choice. */
  profilePath?: (chosen: { start: Date | null; durationMinutes: number }) => string;
}

/** Length and zone, then a day, then a time, then the topic. */
export function BookingSteps(props: BookingStepsProps) {
  const { mentor, booker, initialMonth, initial = null, today, profilePath } = props;
  const zone = useViewerZone();
  const [durationMinutes, setDurationMinutes] = useState(
    initial?.durationMinutes ?? mentor.durations[0] ?? 30,
  );
  const choice = useSlotChoice({ initialMonth, initialStart: initial?.start, zone });

  const query = { mentorId: mentor.id, durationMinutes };
  const openSlots = api.availability.openSlots.useQuery({
    ...query,
    ...rangeOfMonth(choice.month, zone),
  });
  api.availability.openSlots.usePrefetchQuery({
    ...query,
    ...rangeOfMonth(addMonths(choice.month, 1), zone),
  });

  const profileFirst = profilePath?.({ start: choice.start, durationMinutes });
  return (
    <>
      {profileFirst ? (
        <Alert title="Complete your profile first">
          {mentor.name} reads it before you meet. You'll come back here afterwards.{" "}
          <Link className="font-semibold underline" href={profileFirst}>
            Go to your profile
          </Link>
        </Alert>
      ) : null}
      <Paused mentor={mentor} zone={zone} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="duration" label="Length">
          <Select
            id="duration"
            onChange={(event) => {
              setDurationMinutes(Number(event.target.value));
              choice.startOver();
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
        <ViewerZoneField />
      </div>
      <SlotPicker choice={choice} openSlots={openSlots} today={today} zone={zone}>
        Try another length or another mentor.
      </SlotPicker>
      <BookingForm
        availabilityVersion={openSlots.data?.availabilityVersion}
        booker={booker}
        choice={choice}
        durationMinutes={durationMinutes}
        profileFirst={profileFirst}
        zone={zone}
      />
    </>
  );
}

/** Says that nothing can be booked for now, and until when. */
function Paused({ mentor, zone }: Pick<BookingStepsProps, "mentor"> & { zone: string }) {
  const { name, isPaused, pausedUntil } = mentor;
  const formats = useFormats();
  if (!isPaused) return null;
  return (
    <Alert title={`${name} has paused new bookings`}>
      {pausedUntil
        ? `Bookings reopen ${formats.shortDay(pausedUntil, zone)}.`
        : "They haven't set a date to reopen."}{" "}
      Booked sessions still take place.
    </Alert>
  );
}
