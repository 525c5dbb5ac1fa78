"use client";

import { availabilityEdit } from "@sundial/validators";
import { describeZone } from "@sundial/validators/time";
import { keepPreviousData, skipToken } from "@tanstack/react-query";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { Field, Select } from "~/components/ui/field";
import { Skeleton } from "~/components/ui/skeleton";
import { useDebounced } from "~/components/use-debounced";
import { toWireError } from "~/lib/form-errors";
import { counted, formatMinutes } from "~/lib/minutes";
import { api } from "~/trpc/client";
import { previewRange } from "../../preview-range";
import { useEditForm } from "../edit-form";
import { PreviewDays } from "./preview-days";

/** How long the form must rest before the preview updates, in milliseconds. */
const SETTLE = 400;

/** The times mentees could book with the current form, before it is saved. */
export function SlotPreview({ now }: { now: Date }) {
  const { control } = useEditForm();
  const edit = availabilityEdit.safeParse(useDebounced(useWatch({ control }), SETTLE)).data;
  const [length, setLength] = useState<number>();
  const durations = edit?.settings.durations ?? [];
  const durationMinutes = durations.find((minutes) => minutes === length);
  const preview = api.availability.preview.useQuery(
    edit ? { edit, ...previewRange(now), durationMinutes } : skipToken,
    { placeholderData: keepPreviousData },
  );
  const timeZone = edit?.weekly.timeZone;
  return (
    <Card className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-xl" id="preview-heading">
          What mentees will see
        </h2>
        <p className="text-muted text-sm">
          The next two weeks{timeZone ? `, times in ${describeZone(timeZone, now)}` : ""}. Nothing
          is saved yet.
        </p>
      </div>
      {durations.length > 1 ? (
        <Field id="preview-length" label="Length">
          <Select
            id="preview-length"
            onChange={(event) => setLength(Number(event.target.value))}
            value={durationMinutes ?? durations[0]}
          >
            {durations.map((minutes) => (
              <option key={minutes} value={minutes}>
                {formatMinutes(minutes)}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <p aria-live="polite" className="text-sm">
        {edit === undefined
          ? "Complete all fields to see the preview."
          : preview.data
            ? summaryOf(preview.data)
            : "Loading times…"}
      </p>
      {preview.isPending && edit ? <Skeleton className="h-40" /> : null}
      {preview.isError ? (
        <Alert title={toWireError(preview.error).error} tone="bad">
          <Button onClick={() => preview.refetch()} size="small" variant="secondary">
            Try again
          </Button>
        </Alert>
      ) : null}
      {preview.data && timeZone ? (
        <PreviewDays {...preview.data} isOld={preview.isPlaceholderData} timeZone={timeZone} />
      ) : null}
    </Card>
  );
}

interface Summed {
  slots: { isNew: boolean }[];
  removed: unknown[];
  impact: { outside: unknown[] };
}

function summaryOf({ slots, removed, impact }: Summed): string {
  const added = slots.filter(({ isNew }) => isNew).length;
  const changes = [
    added > 0 ? `${added} new` : null,
    removed.length > 0 ? `${removed.length} removed` : null,
  ].filter((change) => change !== null);
  const times = `${counted(slots.length, "time")}${changes.length > 0 ? `: ${changes.join(", ")}` : ""}.`;
  const { length } = impact.outside;
  return length === 0
    ? times
    : `${times} ${counted(length, "booked session")} outside these hours.`;
}
