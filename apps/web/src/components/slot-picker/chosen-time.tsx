import { NightMark } from "~/components/night-mark";
import { OtherTime, TimeRange } from "~/components/time-range";

interface ChosenTimeProps {
  startsAt: Date;
  endsAt: Date;
  /** The reader's. */
  zone: string;
  others: readonly { id: string; name: string; timeZone: string }[];
}

/** The time about to be booked, on the clocks of everyone involved. */
export function ChosenTime({ startsAt, endsAt, zone, others }: ChosenTimeProps) {
  return (
    <p className="grid gap-1 rounded-control bg-sunken p-4" data-slot="time">
      <span className="font-semibold">
        <TimeRange endsAt={endsAt} startsAt={startsAt} zone={zone} />
      </span>
      <NightMark startsAt={startsAt} zone={zone} />
      {others.map(({ id, name, timeZone }) => (
        <OtherTime key={id} name={name} reference={zone} startsAt={startsAt} zone={timeZone} />
      ))}
    </p>
  );
}
