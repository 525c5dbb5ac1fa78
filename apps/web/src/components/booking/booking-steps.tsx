"use client";

import type { RouterOutputs } from "@sundial/api";
import { useState } from "react";
import { useFormats } from "~/components/formats";
import { SlotPicker } from "~/components/slot-picker/slot-picker";
import { useSlotChoice } from "~/components/slot-picker/use-slot-choice";
import { Button } from "~/components/ui/button";
import { Field, Select } from "~/components/ui/field";
import { useViewerZone } from "~/components/use-viewer-zone";
import { ViewerZoneField } from "~/components/viewer-zone-field";
import { addMonths, type Month, monthOf, rangeOfMonth } from "~/lib/month";
import { api } from "~/trpc/client";
import { BookingForm } from "./booking-form";
import type { Booker } from "./use-booking";

interface BookingStepsProps {
  /** Whose times they are. */
  mentor: RouterOutputs["mentor"]["byId"];
  booker: Booker;
  initialMonth: Month;
  today: Date;
  /** False while something else has to be done before. */
  ready?: boolean;
}

/** Length and zone, then a day, then a time, then what it is about. */
export function BookingSteps({ mentor, booker, initialMonth, today, ready }: BookingStepsProps) {
  const zone = useViewerZone();
  const formats = useFormats();
  const [durationMinutes, setDurationMinutes] = useState(mentor.durations[0] ?? 30);
  const choice = useSlotChoice({ initialMonth, zone });

  const query = { mentorId: mentor.id, durationMinutes };
  const openSlots = api.availability.openSlots.useQuery({
    ...query,
    ...rangeOfMonth(choice.month),
  });
  api.availability.openSlots.usePrefetchQuery({
    ...query,
    ...rangeOfMonth(addMonths(choice.month, 1)),
  });

  const { nextSlot } = mentor;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="duration" label="Length">
          <Select
            id="duration"
            onChange={(event) => {
              setDurationMinutes(Number(event.target.value));
              choice.clearStart();
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
        {nextSlot && monthOf(nextSlot, zone) > choice.month ? (
          <Button onClick={() => choice.chooseStart(nextSlot)} size="small">
            Next free: {formats.shortDay(nextSlot, zone)}
          </Button>
        ) : (
          "Try the next month, another length, or another mentor."
        )}
      </SlotPicker>
      <BookingForm
        availabilityVersion={openSlots.data?.availabilityVersion}
        booker={booker}
        choice={choice}
        durationMinutes={durationMinutes}
        ready={ready}
        zone={zone}
      />
    </>
  );
}
