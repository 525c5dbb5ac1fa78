"use client";

import type { RouterOutputs } from "@sundial/api";
import { instant } from "@sundial/validators";
import { describeZone } from "@sundial/validators/time";
import { instantOf } from "@sundial/validators/wall-clock";
import { skipToken } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field, Input, Select } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { toWireError } from "~/lib/form-errors";
import { formatMinutes } from "~/lib/minutes";
import { reasonLabels, unavailabilityLabels } from "~/lib/reason-labels";
import { api } from "~/trpc/client";

interface WhyNotProps {
  mentorId: string;
  durations: readonly number[];
  /** The zone of the time. */
  zone: string;
  question?: string;
}

/** Asks the slot engine about one time and explains why it can't be booked. */
export function WhyNot(props: WhyNotProps) {
  const { mentorId, durations, zone, question = "Why isn't my time here?" } = props;
  const [asked, setAsked] = useState<{ startsAt: Date; durationMinutes: number } | null>(null);
  const [error, setError] = useState<string>();
  const answer = api.availability.explain.useQuery(asked ? { mentorId, ...asked } : skipToken);

  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const startsAt = instant.safeParse(instantOf(String(form.get("time")), zone));
    setError(startsAt.error?.issues[0]?.message);
    setAsked(
      startsAt.success
        ? { startsAt: startsAt.data, durationMinutes: Number(form.get("length")) }
        : null,
    );
  }

  const time = { id: "why-not-time", hint: `Time in ${describeZone(zone, new Date())}.`, error };
  return (
    <details className="border-line border-t pt-4">
      <summary className="min-h-9 cursor-pointer font-semibold">{question}</summary>
      <Form className="mt-3 grid gap-4" onSubmit={ask}>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field {...time} label="Date and time">
            <Input name="time" type="datetime-local" {...describedBy(time)} />
          </Field>
          <Field id="why-not-length" label="Session length">
            <Select id="why-not-length" name="length">
              {durations.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {formatMinutes(minutes)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <SubmitButton className="justify-self-start" variant="secondary">
          Ask
        </SubmitButton>
        <div role="status">
          {asked && answer.isFetching ? "Checking…" : null}
          {asked && answer.data && !answer.isFetching ? (
            <Answer explanation={answer.data} startsAt={asked.startsAt} zone={zone} />
          ) : null}
        </div>
        {answer.isError ? <Alert title={toWireError(answer.error).error} tone="bad" /> : null}
      </Form>
    </details>
  );
}

interface AnswerProps {
  explanation: RouterOutputs["availability"]["explain"];
  startsAt: Date;
  zone: string;
}

function Answer({ explanation, startsAt, zone }: AnswerProps) {
  const formats = useFormats();
  const { reasons, unavailable } = explanation;
  const sentences = [
    ...reasons.map((reason) => reasonLabels[reason]),
    ...(unavailable ? [unavailabilityLabels[unavailable]] : []),
  ];
  return (
    <div className="grid gap-1 rounded-control bg-sunken p-4">
      <p className="font-semibold" data-slot="time">
        {formats.fullDay(startsAt, zone)}, {formats.time(startsAt, zone)}
      </p>
      {sentences.length === 0 ? (
        <p>This time is free. You can book it.</p>
      ) : (
        <ul className="grid gap-1">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
