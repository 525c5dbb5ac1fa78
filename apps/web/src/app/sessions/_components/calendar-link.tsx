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

/**
 * The session as a file that any calendar program opens, and links to calendars on the web; nothing
 * once there is nothing to plan.
 */
export function CalendarLink({ session }: { session: Pick<OfficeSession, "id" | "status"> }) {
  const link = links[session.status];
  if (link === undefined) return null;
  const Icon = link.icon;
  const address = `/api/calendar/sessions/${session.id}`;
  return (
    <div className="grid justify-items-start gap-2">
      <Button asChild variant="secondary">
        <a download href={`${address}.ics`}>
          <Icon aria-hidden className="size-5" />
          {link.label}
        </a>
      </Button>
      {link === add ? (
        <p className="text-muted text-sm">
          Or add a copy, which doesn't follow changes, to{" "}
          <PageLink href={`${address}/google`}>Google Calendar</PageLink>,{" "}
          <PageLink href={`${address}/outlook`}>Outlook.com</PageLink> or{" "}
          <PageLink href={`${address}/office`}>Microsoft 365</PageLink>.
        </p>
      ) : null}
    </div>
  );
}

function PageLink(props: { href: string; children: string }) {
  return <a className="text-ink underline" rel="noreferrer" target="_blank" {...props} />;
}
