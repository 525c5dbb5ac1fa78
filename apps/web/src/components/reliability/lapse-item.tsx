import Link from "next/link";
import { useFormats } from "~/components/formats";
import { Badge } from "~/components/ui/badge";
import { lapseLabels, lapseStateLabels } from "~/lib/labels";
import type { Lapse } from "~/trpc/types";
import { ObjectDialog } from "./object-dialog";

const tones = { counts: "sun", disputed: "neutral", excused: "good" } as const;

interface LapseItemProps {
  lapse: Lapse;
  isOwn: boolean;
  zone: string;
  onObjected: () => void;
}

/** One line: which session, what happened when, until when it counts, and any objection. */
export function LapseItem({ lapse, isOwn, zone, onObjected }: LapseItemProps) {
  const formats = useFormats();
  const { officeSessionId, topic, state, at, countsUntil, objection } = lapse;
  return (
    <article className="grid gap-2 border-edge border-l-4 pl-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{lapseLabels[lapse.lapse]}</h3>
        <Badge tone={tones[state]}>{lapseStateLabels[state]}</Badge>
      </div>
      <p className="[overflow-wrap:anywhere]">
        {explanationOf(lapse, isOwn)}{" "}
        <Link className="underline" href={`/sessions/${officeSessionId}`}>
          {topic}
        </Link>
      </p>
      <p className="text-muted text-sm" data-slot="time">
        <time dateTime={at.toISOString()}>{formats.dateTime(at, zone)}</time>
        {state === "counts" ? `. Counts until ${formats.date(countsUntil, zone)}.` : null}
      </p>
      {objection ? <Objection isOwn={isOwn} objection={objection} zone={zone} /> : null}
      {isOwn && lapse.canObject ? <ObjectDialog lapse={lapse} onDone={onObjected} /> : null}
    </article>
  );
}

/** Up to the session's topic, which follows. */
function explanationOf({ lapse, state, other, isSettled }: Lapse, isOwn: boolean): string {
  const who = isOwn ? "You" : "They";
  if (lapse === "late_cancellation") {
    return `${who} cancelled less than 3 hours before the session with ${other.name}:`;
  }
  if (lapse === "expired_request") {
    return `${who} didn't answer ${other.name}'s request in time:`;
  }
  if (state === "disputed") {
    return `${who} and ${other.name} say different things about who was there. It counts only if a program manager records it:`;
  }
  const absence = `that ${isOwn ? "you" : "they"} weren't there`;
  return isSettled
    ? `A program manager recorded ${absence}, in the session with ${other.name}:`
    : `${other.name} reported ${absence}:`;
}

interface ObjectionProps {
  objection: NonNullable<Lapse["objection"]>;
  isOwn: boolean;
  zone: string;
}

function Objection({ objection, isOwn, zone }: ObjectionProps) {
  const formats = useFormats();
  const { status, words, answer, createdAt, decidedAt } = objection;
  return (
    <div className="grid gap-1 rounded-control bg-sunken p-3">
      <p className="text-sm" data-slot="time">
        {isOwn ? "You objected" : "They objected"} on {formats.date(createdAt, zone)}.{" "}
        {decidedAt === null
          ? "A program manager will decide."
          : `A program manager ${status} it on ${formats.date(decidedAt, zone)}.`}
      </p>
      <p className="whitespace-pre-line [overflow-wrap:anywhere]">{words}</p>
      {answer ? (
        <p className="whitespace-pre-line [overflow-wrap:anywhere]">
          <span className="font-semibold">Answer: </span>
          {answer}
        </p>
      ) : null}
    </div>
  );
}
