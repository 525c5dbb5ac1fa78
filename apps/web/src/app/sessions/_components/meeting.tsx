"use client";

import { LATE_MINUTES } from "@sundial/validators";
import { formatTimeLeft } from "@sundial/validators/time";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { isOn } from "./meeting-times";
import type { relationTo } from "./parties";
import { useChange } from "./use-change";

interface MeetingProps {
  session: OfficeSession;
  relation: ReturnType<typeof relationTo>;
  zone: string;
  now: Date;
  onChanged: () => void;
}

/** What the two people need around the start: how long until then, the way in, and who is there. */
export function Meeting(props: MeetingProps) {
  const { session, relation, now } = props;
  if (session.status !== "scheduled") return null;
  return (
    <section
      aria-labelledby="meeting"
      className="grid gap-4 rounded-card border border-line bg-sunken p-5"
    >
      <h2 className="text-xl" id="meeting">
        {whereItStands(session, now)}
      </h2>
      {relation === "staff" ? null : <OwnPart {...props} party={relation} />}
    </section>
  );
}

function whereItStands({ startsAt, endsAt }: OfficeSession, now: Date): string {
  if (now < startsAt) return `Starts in ${formatTimeLeft(startsAt, now)}`;
  return now < endsAt ? `On now, for another ${formatTimeLeft(endsAt, now)}` : "Ended";
}

function OwnPart(props: MeetingProps & { party: "mentor" | "mentee" }) {
  const { session, party, zone, now } = props;
  const formats = useFormats();
  const other = party === "mentor" ? "mentee" : "mentor";
  const own = { at: session[`${party}CheckInAt`], late: session[`${party}LateUntil`] };
  const { name } = session[other];
  const on = isOn(session, now);
  return (
    <>
      {on ? <WayIn {...props} /> : null}
      <div aria-live="polite" className="grid gap-1" data-slot="time">
        {own.at ? <p>You're in since {formats.time(own.at, zone)}.</p> : null}
        {!own.at && own.late ? (
          <p>
            You told {name} that you'll be there at {formats.time(own.late, zone)}.
          </p>
        ) : null}
        <OtherPart
          checkedInAt={session[`${other}CheckInAt`]}
          isOn={on}
          lateUntil={session[`${other}LateUntil`]}
          name={name}
          zone={zone}
        />
      </div>
      {session.actions.includes("runLate") ? <RunningLate {...props} name={name} /> : null}
      {now >= session.endsAt ? (
        <p className="text-muted">
          It counts as completed tomorrow unless somebody reports otherwise.
        </p>
      ) : null}
    </>
  );
}

interface OtherPartProps {
  name: string;
  checkedInAt: Date | null;
  lateUntil: Date | null;
  isOn: boolean;
  zone: string;
}

function OtherPart({ name, checkedInAt, lateUntil, isOn: on, zone }: OtherPartProps) {
  const formats = useFormats();
  if (checkedInAt) {
    return (
      <p>
        {name} is in since {formats.time(checkedInAt, zone)}.
      </p>
    );
  }
  if (lateUntil) {
    return (
      <p>
        {name} is running late and expects to be there at {formats.time(lateUntil, zone)}.
      </p>
    );
  }
  return on ? <p>{name} isn't in yet.</p> : null;
}

/** Opening the meeting says that one is there; in a place without a link, a button does. */
function WayIn({ session, onChanged }: MeetingProps) {
  const checkIn = api.officeSession.checkIn.useMutation(useChange(session, onChanged));
  const { id, location } = session;
  const mayCheckIn = session.actions.includes("checkIn");
  const say = () => {
    if (mayCheckIn) checkIn.mutate({ id });
  };
  return (
    <div className="flex flex-wrap gap-3">
      {location?.startsWith("https://") ? (
        <Button asChild size="large">
          <a href={location} onClick={say} rel="noreferrer" target="_blank">
            Join
          </a>
        </Button>
      ) : null}
      {mayCheckIn ? (
        <Button
          disabled={checkIn.isPending}
          onClick={say}
          size="large"
          variant={location?.startsWith("https://") ? "secondary" : "primary"}
        >
          I'm here
        </Button>
      ) : null}
      {checkIn.error ? <Alert title={toWireError(checkIn.error).error} tone="bad" /> : null}
    </div>
  );
}

/** One tap tells the other person. */
function RunningLate({ session, name, onChanged }: MeetingProps & { name: string }) {
  const runLate = api.officeSession.runLate.useMutation(useChange(session, onChanged));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-muted">Running late? Tell {name} by how much.</legend>
      <div className="flex flex-wrap gap-2">
        {LATE_MINUTES.map((minutes) => (
          <Button
            disabled={runLate.isPending}
            key={minutes}
            onClick={() => runLate.mutate({ id: session.id, minutes })}
            size="small"
            variant="secondary"
          >
            {minutes} min
          </Button>
        ))}
      </div>
      {runLate.error ? <Alert title={toWireError(runLate.error).error} tone="bad" /> : null}
    </fieldset>
  );
}
