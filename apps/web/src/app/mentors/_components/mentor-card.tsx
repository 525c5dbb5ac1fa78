import type { RouterOutputs } from "@sundial/api";
import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { Avatar } from "~/components/avatar";
import { useFormats } from "~/components/formats";
import { NightMark } from "~/components/night-mark";
import { AverageRating } from "~/components/rating";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { languageLabel } from "~/lib/labels";

interface MentorCardProps {
  mentor: RouterOutputs["mentor"]["list"]["items"][number];
  zone: string;
  /** Of its heading. */
  level?: "h2" | "h3";
}

/** The whole card is one link; its name is the mentor's. */
export function MentorCard({ mentor, zone, level: Heading = "h2" }: MentorCardProps) {
  return (
    <Card className="relative grid content-start gap-3 transition-colors hover:border-edge">
      <div className="flex gap-4">
        <Avatar image={mentor.image} name={mentor.name} />
        <div className="grid gap-0.5">
          <Heading className="text-xl">
            <Link
              className="after:absolute after:inset-0 after:rounded-card"
              href={`/mentors/${mentor.id}`}
            >
              {mentor.name}
            </Link>
          </Heading>
          {mentor.headline ? <p className="text-muted">{mentor.headline}</p> : null}
          {mentor.rating ? <AverageRating className="text-sm" rating={mentor.rating} /> : null}
        </div>
      </div>
      {mentor.expertise.length > 0 ? (
        <ul aria-label="Expertise" className="flex flex-wrap gap-1.5">
          {mentor.expertise.map(({ slug, label }) => (
            <li key={slug}>
              <Badge>{label}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
      {mentor.languages.length > 0 ? (
        <p className="text-muted text-sm">
          Speaks {mentor.languages.map(languageLabel).join(", ")}
        </p>
      ) : null}
      <p className="mt-auto flex items-center gap-2 font-medium">
        <CalendarClock aria-hidden className="size-5 text-sun-ink" />
        <NextSlot mentor={mentor} zone={zone} />
      </p>
    </Card>
  );
}

function SlotTime({ startsAt, zone }: { startsAt: Date; zone: string }) {
  const formats = useFormats();
  return (
    <>
      <time dateTime={startsAt.toISOString()}>{formats.shortDateTime(startsAt, zone)}</time>{" "}
      <NightMark startsAt={startsAt} zone={zone} />
    </>
  );
}

function NextSlot({ mentor, zone }: MentorCardProps) {
  const formats = useFormats();
  const { nextSlot, nightSlot, noSlotReason, pausedUntil } = mentor;
  if (nextSlot !== null) {
    return (
      <span>
        Next free: <SlotTime startsAt={nextSlot} zone={zone} />
        {nightSlot ? (
          <span className="block font-normal text-muted text-sm">
            Earlier: <SlotTime startsAt={nightSlot} zone={zone} />
          </span>
        ) : null}
      </span>
    );
  }
  switch (noSlotReason) {
    case "paused":
      return (
        <span>
          Not taking new sessions
          {pausedUntil ? ` until ${formats.shortDay(pausedUntil, zone)}` : ""}
        </span>
      );
    case "fullyBooked":
      return <span>Fully booked for now</span>;
    default:
      return <span>No open hours right now</span>;
  }
}
