"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { bookOfficeSessionInput, slotConflict } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useForm } from "react-hook-form";
import { OtherTime, TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input, Textarea } from "~/components/ui/field";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { formatDistinctTime, formatShortDay } from "~/lib/time";
import { api } from "~/trpc/client";

const fields = bookOfficeSessionInput.pick({ topic: true, agenda: true });

interface BookingFormProps {
  mentor: RouterOutputs["mentor"]["byId"];
  durationMinutes: number;
  start: Date | null;
  zone: string;
  /** False until the mentee has a profile. */
  ready: boolean;
  onChooseAlternative: (start: Date) => void;
}

/** What the session is about, and the booking itself. What was typed survives every refusal. */
export function BookingForm(props: BookingFormProps) {
  const { mentor, durationMinutes, start, zone, ready, onChooseAlternative } = props;
  const router = useRouter();
  const cache = api.useUtils();
  const refusal = useRef<HTMLDivElement>(null);
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { topic: "", agenda: "" },
  });
  const book = api.officeSession.book.useMutation({
    onSuccess: (session) => router.push(`/sessions/${session.id}?booked=1`),
    onError: (error) => {
      showFieldErrors(form, toWireError(error), ["topic", "agenda"]);
    },
    onSettled: () =>
      Promise.all([cache.availability.invalidate(), cache.officeSession.invalidate()]),
  });
  const failed = book.isError;
  useEffect(() => {
    if (failed) refusal.current?.focus();
  }, [failed]);

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
  const endsAt = start ? new Date(start.getTime() + durationMinutes * 60_000) : null;
  const error = book.error ? toWireError(book.error) : null;
  const alternatives = slotConflict.safeParse(error?.details).data?.alternatives ?? [];
  return (
    <form
      className="grid gap-5 border-line border-t pt-6"
      noValidate
      onSubmit={form.handleSubmit((input) => {
        if (start === null) return;
        book.mutate({ ...input, mentorId: mentor.id, startsAt: start, durationMinutes });
      })}
    >
      {error && error.code !== "INVALID_INPUT" ? (
        <Alert ref={refusal} tabIndex={-1} title={error.error} tone="bad">
          {alternatives.length > 0 ? (
            <div className="grid gap-2">
              <p>What you typed is still here. The nearest free times:</p>
              <div className="flex flex-wrap gap-2">
                {alternatives.map((alternative) => (
                  <Button
                    key={alternative.getTime()}
                    onClick={() => {
                      book.reset();
                      onChooseAlternative(alternative);
                    }}
                    size="small"
                    variant="secondary"
                  >
                    {formatShortDay(alternative, zone)}, {formatDistinctTime(alternative, zone)}
                  </Button>
                ))}
              </div>
            </div>
          ) : null}
        </Alert>
      ) : null}
      <Field {...topic} label="Topic">
        <Input {...describedBy(topic)} {...form.register("topic")} />
      </Field>
      <Field {...agenda} label="Agenda" optional>
        <Textarea {...describedBy(agenda)} {...form.register("agenda")} />
      </Field>
      {start && endsAt ? (
        <p className="grid gap-1 rounded-control bg-sunken p-4" data-slot="time">
          <span className="font-semibold">
            <TimeRange endsAt={endsAt} startsAt={start} zone={zone} />
          </span>
          <OtherTime name={mentor.name} reference={zone} startsAt={start} zone={mentor.timeZone} />
        </p>
      ) : null}
      <Button
        className="justify-self-start"
        disabled={start === null || !ready || book.isPending}
        type="submit"
      >
        {book.isPending ? "Booking…" : start ? "Book this session" : "Choose a time first"}
      </Button>
    </form>
  );
}
