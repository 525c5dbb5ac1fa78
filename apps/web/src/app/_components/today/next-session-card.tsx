"use client";

import Link from "next/link";
import { useRef } from "react";
import { Meeting } from "~/app/sessions/_components/meeting";
import { isOn, LIVE_EVERY } from "~/app/sessions/_components/meeting-times";
import { partiesLabel, relationTo } from "~/app/sessions/_components/parties";
import { TimeRange } from "~/components/time-range";
import { Card } from "~/components/ui/card";
import { useNow } from "~/components/use-now";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";

/** The next session, with the way in when it is time. */
export function NextSession({ id, now }: { id: string; now: Date }) {
  const zone = useViewerZone();
  const at = useNow(now);
  const [account] = api.account.me.useSuspenseQuery();
  const [session] = api.officeSession.byId.useSuspenseQuery(
    { id },
    {
      refetchInterval: ({ state }) =>
        state.data && isOn(state.data, new Date()) ? LIVE_EVERY : false,
    },
  );
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section aria-labelledby="next-session">
      <Card className="grid gap-4">
        <div className="grid gap-1">
          <p className="font-medium text-sun-ink" id="next-session">
            Your next session
          </p>
          <h2 className="text-2xl [overflow-wrap:anywhere]" ref={heading} tabIndex={-1}>
            <Link className="hover:underline" href={`/sessions/${id}`}>
              {session.topic}
            </Link>
          </h2>
          <p className="text-muted">{partiesLabel(session, account.id)}</p>
          <TimeRange endsAt={session.endsAt} startsAt={session.startsAt} zone={zone} />
        </div>
        <Meeting
          now={at}
          onChanged={() => heading.current?.focus()}
          relation={relationTo(session, account.id)}
          session={session}
          zone={zone}
        />
      </Card>
    </section>
  );
}
