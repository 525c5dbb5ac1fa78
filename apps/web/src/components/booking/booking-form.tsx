"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { bookOnBehalfOfficeSessionInput } from "@sundial/validators";
import Link from "next/link";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { RefusedSlot } from "~/components/slot-picker/refused-slot";
import type { SlotChoice } from "~/components/slot-picker/use-slot-choice";
import { OtherTime, TimeRange } from "~/components/time-range";
import { describedBy, Field, Input, Textarea } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { showFieldErrors } from "~/lib/form-errors";
import { randomKey } from "~/lib/random-key";
import { MenteeSelect } from "./mentee-select";
import { type Booker, useBooking } from "./use-booking";

const staffFields = bookOnBehalfOfficeSessionInput.pick({
  topic: true,
  agenda: true,
  menteeId: true,
  reason: true,
});
/** Who books for themselves is not shown the other two. */
const ownFields = staffFields.extend({ menteeId: z.string(), reason: z.string() });

interface BookingFormProps {
  booker: Booker;
  choice: SlotChoice;
  durationMinutes: number;
  /** Of the times shown. */
  availabilityVersion: number | undefined;
  zone: string;
  /** False while something else has to be done before. */
  ready?: boolean;
}

/** What the session is about, and the booking itself. What was typed survives every refusal. */
export function BookingForm({
  booker,
  choice,
  durationMinutes,
  availabilityVersion,
  zone,
  ready,
}: BookingFormProps) {
  const { start } = choice;
  // One form, one booking: sent twice, it gives the same session.
  const [idempotencyKey] = useState(randomKey);
  const form = useForm({
    resolver: zodResolver(booker.kind === "staff" ? staffFields : ownFields),
    defaultValues: { topic: "", agenda: "", menteeId: "", reason: "" },
  });
  const booking = useBooking(booker, {
    onError: (error) => showFieldErrors(form, error, ["topic", "agenda", "menteeId", "reason"]),
  });

  const { errors } = form.formState;
  const topic = {
    id: "topic",
    hint: "One line, such as: Reviewing my first schema.",
    error: errors.topic?.message,
  };
  const agenda = {
    id: "agenda",
    hint: "Questions, links, what you have tried.",
    error: errors.agenda?.message,
  };
  const reason = {
    id: "reason",
    hint: "Both of them read it, and it is kept on record.",
    error: errors.reason?.message,
  };
  const endsAt = start ? new Date(start.getTime() + durationMinutes * 60_000) : null;
  return (
    <Form
      className="grid gap-5 border-line border-t pt-6"
      onSubmit={form.handleSubmit((fields) => {
        if (start === null) return;
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
        <MenteeSelect error={errors.menteeId?.message} {...form.register("menteeId")} />
      ) : null}
      <Field {...topic} label="Topic">
        <Input {...describedBy(topic)} {...form.register("topic")} />
      </Field>
      <Field {...agenda} label="Agenda" optional>
        <Textarea {...describedBy(agenda)} {...form.register("agenda")} />
      </Field>
      {booker.kind === "staff" ? (
        <Field {...reason} label="Reason">
          <Textarea {...describedBy(reason)} {...form.register("reason")} />
        </Field>
      ) : null}
      {start && endsAt ? (
        <p className="grid gap-1 rounded-control bg-sunken p-4" data-slot="time">
          <span className="font-semibold">
            <TimeRange endsAt={endsAt} startsAt={start} zone={zone} />
          </span>
          <OtherTime
            name={booker.other.name}
            reference={zone}
            startsAt={start}
            zone={booker.other.timeZone}
          />
        </p>
      ) : null}
      <SubmitButton
        className="justify-self-start"
        disabled={start === null || ready === false || booking.isPending}
      >
        {buttonLabel(booker, { isPending: booking.isPending, start })}
      </SubmitButton>
    </Form>
  );
}

function buttonLabel(
  { needsAnswer }: Booker,
  { isPending, start }: { isPending: boolean; start: Date | null },
) {
  if (isPending) return needsAnswer ? "Sending…" : "Booking…";
  if (start === null) return "Choose a time first";
  return needsAnswer ? "Request this session" : "Book this session";
}

const bookedAlready = z.object({ officeSessionId: z.string() });

/** The answer to the first attempt was lost on its way, and the form was changed since. */
function BookedAlready({ details }: { details: unknown }) {
  const booked = bookedAlready.safeParse(details);
  if (!booked.success) return null;
  return (
    <Link className="font-semibold underline" href={`/sessions/${booked.data.officeSessionId}`}>
      See the session you booked
    </Link>
  );
}
