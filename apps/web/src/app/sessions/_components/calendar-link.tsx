import { CalendarMinus, CalendarPlus } from "lucide-react";
import { Button } from "~/components/ui/button";
import type { OfficeSession } from "~/trpc/types";

const add = { label: "Add to calendar", icon: CalendarPlus };
const links: Partial<Record<OfficeSession["status"], typeof add>> = {
  requested: add,
  scheduled: add,
  // For people who had added it: the file removes it again.
  cancelled: { label: "Remove from calendar", icon: CalendarMinus },
};

/** The session as a file that any calendar program opens; nothing once there is nothing to plan. */
export function CalendarLink({ session }: { session: Pick<OfficeSession, "id" | "status"> }) {
  const link = links[session.status];
  if (link === undefined) return null;
  const Icon = link.icon;
  return (
    <Button asChild className="justify-self-start" variant="secondary">
      <a download href={`/api/calendar/sessions/${session.id}.ics`}>
        <Icon aria-hidden className="size-5" />
        {link.label}
      </a>
    </Button>
  );
}
