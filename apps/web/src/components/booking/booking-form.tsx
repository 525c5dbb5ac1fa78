"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { bookOnBehalfOfficeSessionInput, SERIES_MIN } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import Link from "next/link";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { ChosenTime } from "~/components/slot-picker/chosen-time";
import { RefusedSlot } from "~/components/slot-picker/refused-slot";
import type { SlotChoice } from "~/components/slot-picker/use-slot-choice";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextAreaField, TextField } from "~/components/ui/form-fields";
import { showFieldErrors } from "~/lib/form-errors";
import { randomKey } from "~/lib/random-key";
import { MenteeSelect } from "./mentee-select";
import { SeriesFields } from "./series-fields";
import { type Booker, useBooking } from "./use-booking";
import { useSeries } from "./use-series";

const staffFields = bookOnBehalfOfficeSessionInput.pick({
  topic: true,
  agenda: true,
  menteeId: true,
  reason: true,
});
/** People who book for themselves don't see the other two. */
const ownFields = staffFields.extend({ menteeId: z.string(), reason: z.string() });

interface BookingFormProps {
  booker: Booker;
  choice: SlotChoice;
  durationMinutes: number;
  /** The version of the times shown. */
  availabilityVersion: number | undefined;
  zone: string;
  /** Where to complete a profile that is required first. */
  profileFirst?: string;
}

/** The topic of the session, and the booking itself. Typed text survives every error. */
export function BookingForm({
  booker,
  choice,
  durationMinutes,
  availabilityVersion,
  zone,
  profileFirst,
}: BookingFormProps) {
  const { start } = choice;
  // One form, one booking: sent twice, it returns the same session.
  const [idempotencyKey] = useState(randomKey);
  const form = useForm({
    resolver: zodResolver(booker.kind === "staff" ? staffFields : ownFields),
    defaultValues: { topic: "", agenda: "", menteeId: "", reason: "" },
  });
  const menteeId = useWatch({ control: form.control, name: "menteeId" });
  const series = useSeries(booker, { start, durationMinutes, menteeId });
  const repeats = series.everyWeeks !== null;
  const booking = useBooking(booker, {
    onError: (error) => showFieldErrors(form, error, ["topic", "agenda", "menteeId", "reason"]),
  });

  const { errors } = form.formState;
  return (
    <Form
      className="grid gap-5 border-line border-t pt-6"
      onSubmit={form.handleSubmit((fields) => {
        if (start === null) return;
        if (repeats) {
          series.send({ ...fields, durationMinutes, idempotencyKey });
          return;
        }
        const slot = { startsAt: start, durationMinutes, availabilityVersion };
        booking.send({ ...fields, ...slot, idempotencyKey });
      })}
    >
      {booking.error && booking.error.code !== "INVALID_INPUT" ? (
        <RefusedSlot
          error={booking.error}
          onChoose={(alternative) => {
            booking.reset();
            choice.chooseStart(alternative);
          }}
          zone={zone}
        >
          <BookedAlready details={booking.error.details} />
        </RefusedSlot>
      ) : null}
      {booker.kind === "staff" ? (
        <Controller
          control={form.control}
          name="menteeId"
          render={({ field: { onChange, onBlur, ref } }) => (
            <MenteeSelect
              error={errors.menteeId?.message}
              onBlur={onBlur}
              onChange={onChange}
              ref={ref}
            />
          )}
        />
      ) : null}
      <TextField
        form={form}
        hint="One line. For example: Reviewing my first schema."
        label="Topic"
        name="topic"
      />
      <TextAreaField
        form={form}
        hint="Questions, links and what you've tried."
        label="Agenda"
        name="agenda"
        optional
      />
      {booker.kind === "staff" ? (
        <TextAreaField
          form={form}
          hint="Both people see this, and it's kept on record."
          label="Reason"
          name="reason"
        />
      ) : null}
      {booker.kind === "mentee" ? null : (
        <SeriesFields
          missing={missingFor({ start, booker, menteeId })}
          series={series}
          zone={zone}
        />
      )}
      {repeats && series.error ? <Alert title={series.error.error} tone="bad" /> : null}
      {start && !repeats ? (
        <ChosenTime
          endsAt={new Date(start.getTime() + durationMinutes * MINUTE)}
          others={[booker.other]}
          startsAt={start}
          zone={zone}
        />
      ) : null}
      {profileFirst ? (
        <Button asChild className="justify-self-start">
          <Link href={profileFirst}>Complete your profile</Link>
        </Button>
      ) : (
        <SubmitButton
          className="justify-self-start"
          disabled={
            start === null ||
            booking.isPending ||
            series.isPending ||
            (repeats && series.starts.length < SERIES_MIN)
          }
        >
          {buttonLabel(booker, {
            isPending: booking.isPending || series.isPending,
            start,
            count: repeats ? series.starts.length : 1,
          })}
        </SubmitButton>
      )}
    </Form>
  );
}

function buttonLabel(
  { needsAnswer }: Booker,
  { isPending, start, count }: { isPending: boolean; start: Date | null; count: number },
) {
  if (isPending) return needsAnswer ? "Sending…" : "Booking…";
  if (start === null) return "Choose a time first";
  if (count === 1) return needsAnswer ? "Request this session" : "Book this session";
  return needsAnswer ? `Request ${count} sessions` : `Book ${count} sessions`;
}

interface Chosen {
  start: Date | null;
  booker: Booker;
  menteeId: string;
}

/** What a series needs before its times can be checked. */
function missingFor({ start, booker, menteeId }: Chosen): string | null {
  if (start === null) return "Choose the time of the first session above.";
  return booker.kind === "staff" && menteeId === "" ? "Choose the mentee first." : null;
}

const bookedAlready = z.object({ officeSessionId: z.string() });

/** The answer to the first attempt was lost, and the form has changed since. */
function BookedAlready({ details }: { details: unknown }) {
  const booked = bookedAlready.safeParse(details);
  if (!booked.success) return null;
  return (
    <Link className="font-semibold underline" href={`/sessions/${booked.data.officeSessionId}`}>
      See the session you booked
    </Link>
  );
}
