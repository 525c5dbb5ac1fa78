"use client";

import type { RouterInputs, RouterOutputs } from "@sundial/api";
import type { SeriesWeeks } from "@sundial/validators";
import { keepPreviousData, skipToken } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { Booker } from "./use-booking";

type Details = Omit<RouterInputs["sessionSeries"]["bookOnBehalf"], "mentorId" | "startsAt">;
export type Occurrence = RouterOutputs["sessionSeries"]["preview"]["occurrences"][number];

interface SeriesOptions {
  /** The first session. */
  start: Date | null;
  durationMinutes: number;
  /** For whom staff book; empty until they have chosen. */
  menteeId: string;
}

/** Whether the booking repeats, when it could take place, and what to do about times that are gone. */
export function useSeries(
  { kind, other }: Booker,
  { start, durationMinutes, menteeId }: SeriesOptions,
) {
  const router = useRouter();
  const cache = api.useUtils();
  const [everyWeeks, setEveryWeeks] = useState<SeriesWeeks | null>(null);
  const [count, setCount] = useState(4);
  // The alternative chosen for each occurrence that can't be booked; the others are left out.
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(new Map());

  const pattern =
    everyWeeks !== null && start !== null
      ? { startsAt: start, durationMinutes, everyWeeks, count }
      : null;
  const options = { placeholderData: keepPreviousData };
  const own = api.sessionSeries.preview.useQuery(
    pattern !== null && kind === "mentor" ? { ...pattern, menteeId: other.id } : skipToken,
    options,
  );
  const onBehalf = api.sessionSeries.previewOnBehalf.useQuery(
    pattern !== null && kind === "staff" && menteeId !== ""
      ? { ...pattern, mentorId: other.id, menteeId }
      : skipToken,
    options,
  );
  const preview = kind === "mentor" ? own : onBehalf;
  const occurrences = pattern === null ? [] : (preview.data?.occurrences ?? []);
  const starts = occurrences.flatMap((each) => startOf(each, chosen) ?? []);

  const onSuccess = ({ sessions }: RouterOutputs["sessionSeries"]["book"]) => {
    const [first] = sessions;
    router.push(first ? `/sessions/${first.id}?booked=1` : "/sessions");
  };
  const onSettled = () =>
    Promise.all([
      cache.availability.invalidate(),
      cache.officeSession.invalidate(),
      cache.sessionSeries.invalidate(),
    ]);
  const book = api.sessionSeries.book.useMutation({ onSuccess, onSettled });
  const bookOnBehalf = api.sessionSeries.bookOnBehalf.useMutation({ onSuccess, onSettled });
  const { error, isPending, reset } = kind === "mentor" ? book : bookOnBehalf;

  return {
    everyWeeks,
    setEveryWeeks,
    count,
    setCount,
    occurrences,
    starts,
    /** The start that takes the place of this occurrence; null when it is left out. */
    startOf: (occurrence: Occurrence) => startOf(occurrence, chosen),
    choose: (occurrence: Occurrence, alternative: Date | null) => {
      const next = new Map(chosen);
      next.delete(occurrence.startsAt.getTime());
      if (alternative) next.set(occurrence.startsAt.getTime(), alternative.getTime());
      setChosen(next);
    },
    isLoading: pattern !== null && preview.isFetching,
    previewError: preview.error ? toWireError(preview.error) : null,
    send({ menteeId, reason, ...details }: Details) {
      if (kind === "mentor") {
        book.mutate({ ...details, startsAt: starts, menteeId: other.id });
      } else {
        bookOnBehalf.mutate({ ...details, startsAt: starts, mentorId: other.id, menteeId, reason });
      }
    },
    isPending,
    reset,
    error: error ? toWireError(error) : null,
  };
}

/** An alternative that is gone by now isn't chosen anymore. */
function startOf(
  { startsAt, reasons, alternatives }: Occurrence,
  chosen: ReadonlyMap<number, number>,
): Date | null {
  if (reasons.length === 0) return startsAt;
  const time = chosen.get(startsAt.getTime());
  return alternatives.find((each) => each.getTime() === time) ?? null;
}

export type Series = ReturnType<typeof useSeries>;
