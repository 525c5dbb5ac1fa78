import { HOUR, MINUTE } from "@sundial/validators/durations";
import { minuteOfDay, nextMinuteOfDay } from "@sundial/validators/wall-clock";

interface QuietHours {
  /** Minutes of the local day. The end may be on the next day. */
  from: number;
  until: number;
}

/** When the quiet hours end that an instant is in, by the zone's clock; null outside of them. */
export function quietUntil(now: Date, { from, until }: QuietHours, timeZone: string): Date | null {
  const minute = minuteOfDay(now, timeZone);
  const isQuiet =
    from < until ? from <= minute && minute < until : minute >= from || minute < until;
  if (!isQuiet) return null;
  const end = nextMinuteOfDay(until, now, timeZone);
  const left = ((until - minute + 1440) % 1440) * MINUTE;
  // Where clocks are put back over the end, the first of the two has ended it.
  return end.getTime() - now.getTime() <= left + 2 * HOUR ? end : null;
}
