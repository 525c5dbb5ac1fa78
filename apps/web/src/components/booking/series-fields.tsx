"use client";

import { SERIES_MAX, SERIES_MIN, seriesWeeks } from "@sundial/validators";
import { useId } from "react";
import { useFormats } from "~/components/formats";
import { NightMark } from "~/components/night-mark";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { describedBy, Field, Select } from "~/components/ui/field";
import { reasonLabels } from "~/lib/reason-labels";
import type { Occurrence, Series } from "./use-series";

const REPEATS = { 1: "Every week", 2: "Every two weeks" } as const;
const COUNTS = Array.from(
  { length: SERIES_MAX - SERIES_MIN + 1 },
  (_, index) => SERIES_MIN + index,
);

interface SeriesFieldsProps {
  series: Series;
  zone: string;
  /** What the reader has to choose first, if anything. */
  missing: string | null;
}

/** Whether a booking repeats, and each of its times. */
export function SeriesFields({ series, zone, missing }: SeriesFieldsProps) {
  const { everyWeeks, count, occurrences, starts, previewError } = series;
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="repeat" label="Repeat">
          <Select
            id="repeat"
            onChange={({ target }) =>
              series.setEveryWeeks(seriesWeeks.safeParse(Number(target.value)).data ?? null)
            }
            value={everyWeeks ?? ""}
          >
            <option value="">Doesn't repeat</option>
            {([1, 2] as const).map((weeks) => (
              <option key={weeks} value={weeks}>
                {REPEATS[weeks]}
              </option>
            ))}
          </Select>
        </Field>
        {everyWeeks === null ? null : (
          <Field id="repeat-count" label="Number of sessions">
            <Select
              id="repeat-count"
              onChange={({ target }) => series.setCount(Number(target.value))}
              value={count}
            >
              {COUNTS.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </div>
      {everyWeeks === null ? null : (
        <div className="grid gap-3">
          <p className="text-muted text-sm" role="status">
            {statusOf(series, missing)}
          </p>
          {previewError ? <Alert title={previewError.error} tone="bad" /> : null}
          {missing === null && previewError === null && occurrences.length > 0 ? (
            <ol aria-label="Sessions of the series" className="grid gap-3">
              {occurrences.map((occurrence, index) => (
                <Row
                  key={occurrence.startsAt.getTime()}
                  number={index + 1}
                  occurrence={occurrence}
                  series={series}
                  zone={zone}
                />
              ))}
            </ol>
          ) : null}
          {missing === null && occurrences.length > 0 && starts.length < SERIES_MIN ? (
            <Alert title={`A series has at least ${SERIES_MIN} sessions.`} tone="bad">
              Take an alternative, choose another first time, or book a single session.
            </Alert>
          ) : null}
        </div>
      )}
    </div>
  );
}

function statusOf({ isLoading, occurrences, starts }: Series, missing: string | null): string {
  if (missing !== null) return missing;
  if (isLoading) return "Checking the times…";
  if (occurrences.length === 0) return "";
  return starts.length === occurrences.length
    ? `All ${starts.length} sessions can be booked.`
    : `${starts.length} of ${occurrences.length} sessions will be booked.`;
}

interface RowProps {
  number: number;
  occurrence: Occurrence;
  series: Series;
  zone: string;
}

function Row({ number, occurrence, series, zone }: RowProps) {
  const formats = useFormats();
  const id = useId();
  const { startsAt, reasons, alternatives } = occurrence;
  const isFree = reasons.length === 0;
  const chosen = series.startOf(occurrence);
  const field = {
    id,
    hint: reasons.map((reason) => labelOf(reason)).join(" "),
    error: undefined,
  };
  return (
    <li className="grid gap-2 rounded-control bg-sunken p-4">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-semibold" data-slot="time">
          {number}.{" "}
          <time dateTime={startsAt.toISOString()}>{formats.fullDateTime(startsAt, zone)}</time>{" "}
          <NightMark startsAt={startsAt} zone={zone} />
        </span>
        <Badge tone={isFree ? "good" : "neutral"}>{isFree ? "Free" : "Not free"}</Badge>
      </p>
      {!isFree && alternatives.length === 0 ? (
        <p className="text-muted text-sm">{field.hint} No time nearby is open, so it's left out.</p>
      ) : null}
      {isFree || alternatives.length === 0 ? null : (
        <Field {...field} label={`Instead of session ${number}`}>
          <Select
            {...describedBy(field)}
            onChange={({ target }) =>
              series.choose(
                occurrence,
                alternatives.find((each) => each.toISOString() === target.value) ?? null,
              )
            }
            value={chosen?.toISOString() ?? ""}
          >
            <option value="">Leave it out</option>
            {alternatives.map((each) => (
              <option key={each.getTime()} value={each.toISOString()}>
                {formats.fullDateTime(each, zone)}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </li>
  );
}

/** The reader is the mentor or staff, never the mentee. */
function labelOf(reason: Occurrence["reasons"][number]): string {
  if (reason === "MENTEE_BUSY") return "The mentee has another session at that time.";
  return reasonLabels[reason];
}
