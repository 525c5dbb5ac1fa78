import {
  type BusyInterval,
  createZones,
  intlDatabase,
  localTime,
  type MentorAvailability,
  systemZones,
  type Zones,
} from "@sundial/scheduling";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { countMissing, offeredStarts } from "./offered-starts.ts";

/** No start of a date is further than this from any moment of it. */
const AROUND_A_DATE = 2 * DAY;

interface Change {
  before: MentorAvailability;
  after: MentorAvailability;
  busy: readonly BusyInterval[];
  now: number;
}

/**
 * The dates within the booking window on which the clock changes in the zone where the mentor will
 * be, soonest first. Each has what the edit and the clock do to that day.
 */
export function clockChanges({ before, after, busy, now }: Change) {
  return transitionsWithin(after, now).map(({ timeZone, instant, shift, date }) => {
    const startsOn = (mentor: MentorAvailability, claims = busy, zones = systemZones) => {
      const range = { from: instant - AROUND_A_DATE, to: instant + AROUND_A_DATE };
      const starts = offeredStarts(mentor, { ...range, busy: claims, now, zones });
      return new Set([...starts].filter((start) => dateAt(start, timeZone, zones) === date));
    };
    const [had, has] = [startsOn(before), startsOn(after)];
    const steady = withoutChange(timeZone, instant);
    return {
      date,
      timeZone,
      /** How far the clock is put forward; negative when it is put back. */
      shiftMinutes: shift / MINUTE,
      before: had.size,
      after: has.size,
      gained: countMissing(has, had),
      lost: countMissing(had, has),
      /**
       * How many more starts the new hours have on that day than with a steady clock; negative if
       * fewer.
       */
      byClock: startsOn(after, []).size - startsOn(after, [], steady).size,
    };
  });
}

function transitionsWithin({ schedules, horizonDays }: MentorAvailability, now: number) {
  const horizon = { start: now, end: now + horizonDays * DAY };
  const timeZones = new Set(schedules.map(({ timeZone }) => timeZone));
  return [...timeZones]
    .flatMap((timeZone) =>
      systemZones
        .segments(timeZone, horizon)
        .slice(1)
        .map(({ start, offset }) => ({
          timeZone,
          instant: start,
          shift: offset - systemZones.offsetAt(timeZone, start - 1),
          date: dateAt(start, timeZone, systemZones),
        })),
    )
    .filter(({ timeZone, date }) => schedules.some(isValidOn(date, timeZone)))
    .sort((a, b) => a.instant - b.instant);
}

const isValidOn =
  (date: string, timeZone: string) =>
  ({ validFrom, validTo, ...schedule }: MentorAvailability["schedules"][number]) =>
    schedule.timeZone === timeZone &&
    (validFrom === null || validFrom <= date) &&
    (validTo === null || date <= validTo);

/** Time zones in which this zone keeps the offset it had before the instant. */
function withoutChange(timeZone: string, instant: number): Zones {
  const offset = systemZones.offsetAt(timeZone, instant - 1);
  return createZones((name) => (name === timeZone ? () => offset : intlDatabase(name)));
}

const dateAt = (instant: number, timeZone: string, zones: Zones) =>
  localTime(instant, timeZone, zones).date;
