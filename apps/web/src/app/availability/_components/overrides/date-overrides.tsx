"use client";

import { AVAILABILITY_MAX } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { readingAt } from "@sundial/validators/wall-clock";
import { useEffect, useState } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { type EditValues, useEditForm, useFieldMessage } from "../edit-form";
import { type DateMark, OverrideCalendar } from "./override-calendar";
import { OverrideFields } from "./override-fields";

/** Single dates with other hours than usual, or none. */
export function DateOverrides({ today }: { today: string }) {
  const { control } = useEditForm();
  const { fields, insert, remove } = useFieldArray({ control, name: "overrides" });
  const [overrides, timeOff, timeZone] = useWatch({
    control,
    name: ["overrides", "timeOff", "weekly.timeZone"],
  });
  const message = useFieldMessage("overrides");
  const [chosen, setChosen] = useState<string | null>(null);

  useEffect(() => {
    if (chosen !== null) document.getElementById(`override-${chosen}`)?.focus();
  }, [chosen]);

  function choose(date: string) {
    const exists = overrides.some((override) => override.date === date);
    if (!exists && fields.length < AVAILABILITY_MAX.overrides) {
      const later = overrides.findIndex((override) => override.date > date);
      const index = later === -1 ? overrides.length : later;
      insert(index, { date, windows: [] }, { shouldFocus: false });
    }
    // Choosing the same date again is a new choice.
    setChosen(null);
    requestAnimationFrame(() => setChosen(date));
  }

  return (
    <SectionCard
      lead="Choose a date to mark it unavailable or give it different hours."
      title="Date overrides"
    >
      <div className="grid items-start gap-6 md:grid-cols-[20rem_minmax(0,1fr)]">
        <OverrideCalendar
          marks={marksOf({ overrides, timeOff, timeZone })}
          onChoose={choose}
          today={today}
        />
        <div className="grid gap-4">
          {fields.length === 0 ? (
            <p className="text-muted">No overrides yet. Your weekly hours apply to every date.</p>
          ) : null}
          {fields.map(({ id }, index) => (
            <OverrideFields index={index} key={id} onRemove={() => remove(index)} />
          ))}
          {message ? (
            <p className="font-medium text-bad text-sm" role="alert">
              {message}
            </p>
          ) : null}
        </div>
      </div>
    </SectionCard>
  );
}

function marksOf({
  overrides,
  timeOff,
  timeZone,
}: Pick<EditValues, "overrides" | "timeOff"> & { timeZone: string }) {
  const marks = new Map<string, DateMark>();
  for (const { startsAt, endsAt } of timeOff) {
    if (!(startsAt < endsAt)) continue;
    const last = Math.min(endsAt.getTime() - 1, startsAt.getTime() + 366 * DAY);
    for (let day = startsAt.getTime(); day < last + DAY; day += DAY) {
      marks.set(readingAt(new Date(Math.min(day, last)), timeZone).slice(0, 10), "time off");
    }
  }
  for (const { date, windows } of overrides) {
    marks.set(date, windows.length === 0 ? "unavailable" : "different hours");
  }
  return marks;
}
