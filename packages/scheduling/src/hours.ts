import type { DateOverride, DayWindow } from "./availability.ts";
import { DAY, MINUTE, parseDate, weekdayOf } from "./calendar.ts";
import { type Interval, union } from "./intervals.ts";
import type { OpenedSchedule } from "./mentor-calendar.ts";
import { instantsReading } from "./wall-clock.ts";

export type Hours = {
  /**
   * Each window as the unbroken runs of instants it covers, sorted by start. A run has its own slot
   * grid, so windows stay separate here even where they touch or overlap.
   */
  windows: Interval[];
  /** The runs joined: a session fits if one interval contains all of it. */
  cover: Interval[];
  /** `cover` without date overrides; the same array if the mentor has none. */
  ordinaryCover: Interval[];
};

/** The mentor's hours around `range`: every window with an instant in it, uncut. */
export function openHours(
  schedules: readonly OpenedSchedule[],
  overrides: readonly DateOverride[],
  range: Interval,
): Hours {
  const replacements = new Map(overrides.map(({ date, windows }) => [parseDate(date), windows]));
  const kept: Interval[] = [];
  const replaced: Interval[] = [];
  const added: Interval[] = [];

  // A window reaches two days past its date's midnight, and offsets stay below one day.
  const firstDay = Math.floor(range.start / DAY) - 3;
  const lastDay = Math.floor(range.end / DAY) + 1;

  for (const schedule of schedules) {
    const last = Math.min(lastDay, schedule.lastValidDay);
    for (let day = Math.max(firstDay, schedule.firstValidDay); day <= last; day++) {
      const weekday = weekdayOf(day);
      const weekly = schedule.rules.filter((rule) => rule.weekday === weekday);
      const replacement = replacements.get(day);
      addRuns(replacement ? replaced : kept, { schedule, day, windows: weekly });
      if (replacement) addRuns(added, { schedule, day, windows: replacement });
    }
  }

  const windows = [...kept, ...added].sort((a, b) => a.start - b.start);
  const cover = union(windows);
  const isOrdinary = replaced.length === 0 && added.length === 0;
  return { windows, cover, ordinaryCover: isOrdinary ? cover : union([...kept, ...replaced]) };
}

function addRuns(
  runs: Interval[],
  date: { schedule: OpenedSchedule; day: number; windows: readonly DayWindow[] },
) {
  const midnight = date.day * DAY;
  for (const { startMinute, endMinute } of date.windows) {
    const wall = { start: midnight + startMinute * MINUTE, end: midnight + endMinute * MINUTE };
    for (const run of instantsReading(date.schedule.segments, wall)) runs.push(run);
  }
}
