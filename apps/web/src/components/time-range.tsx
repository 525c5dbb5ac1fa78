import { dayDifference, describeZone } from "@sundial/validators/time";
import { useFormats } from "./formats";

interface TimeRangeProps {
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/** "Tuesday, March 16, 2027, 1:30 PM to 2:00 PM (Berlin, GMT+1)" */
export function TimeRange({ startsAt, endsAt, zone }: TimeRangeProps) {
  const formats = useFormats();
  return (
    <span>
      {formats.fullDay(startsAt, zone)},{" "}
      <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, zone)}</time> to{" "}
      <time dateTime={endsAt.toISOString()}>{formats.time(endsAt, zone)}</time>{" "}
      <span className="text-muted">({describeZone(zone, startsAt)})</span>
    </span>
  );
}

interface OtherTimeProps extends TimeRangeProps {
  name: string;
  /** The zone to compare with: the reader's. */
  reference: string;
}

/** The same time on the other person's clock: "For Ada: 7:30 PM, +1 day (Tokyo, GMT+9)" */
export function OtherTime({ startsAt, zone, name, reference }: Omit<OtherTimeProps, "endsAt">) {
  const formats = useFormats();
  const days = dayDifference(startsAt, zone, reference);
  return (
    <span className="text-muted">
      For {name}: {formats.time(startsAt, zone)}
      {days === 0 ? "" : `, ${days > 0 ? "+" : "−"}1 day`} ({describeZone(zone, startsAt)})
    </span>
  );
}
