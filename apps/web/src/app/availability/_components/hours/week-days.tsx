"use client";

import { useFormats } from "~/components/formats";
import { useFieldMessage } from "../edit-form";
import { CopyDay } from "./copy-day";
import { DayWindows } from "./day-windows";

interface WeekDaysProps {
  /** The regular week, or a trip's. */
  name: "weekly" | `travel.${number}`;
  /** Precedes the weekday if the page has several weeks. */
  label?: string;
}

/** The seven days, each with its hours. */
export function WeekDays({ name, label = "" }: WeekDaysProps) {
  const formats = useFormats();
  const message = useFieldMessage(`${name}.days`);
  return (
    <div className="grid">
      {formats.weekdays.map(({ iso, name: weekday }) => {
        // The form's days begin on Monday, whichever comes first on the page.
        const day = iso - 1;
        return (
          <div
            className="grid gap-x-4 gap-y-1 border-line border-t py-3 first:border-t-0 sm:grid-cols-[7rem_minmax(0,1fr)]"
            key={iso}
          >
            <h3 className="font-sans font-semibold text-base sm:py-2.5">{weekday}</h3>
            <DayWindows
              action={<CopyDay day={day} label={label + weekday} name={name} />}
              dayBefore={`${name}.days.${(day + 6) % 7}`}
              label={label + weekday}
              name={`${name}.days.${day}`}
            />
          </div>
        );
      })}
      {message ? <p className="font-medium text-bad text-sm">{message}</p> : null}
    </div>
  );
}
