import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { api, HydrateClient } from "~/trpc/server";
import { DayRibbon } from "./day-ribbon";
import { nextOf } from "./next-session";
import { NextSession } from "./next-session-card";
import { Promised } from "./promised";
import { Requests } from "./requests";

/** How many requests have their place here; the rest is on the page of sessions. */
const REQUESTS = 3;

/** The day as a ribbon, the next session, requests to answer, and what the mentor has promised. */
export async function TodayOfMentor({ actor, now }: { actor: PersonSession; now: Date }) {
  const answers = can(actor, "session:approve");
  const awaiting = { when: "awaiting", limit: REQUESTS } as const;
  const [today, { items }, requests] = await Promise.all([
    api.officeSession.today(),
    api.officeSession.list({ when: "upcoming", limit: 10 }),
    answers ? api.officeSession.list(awaiting) : null,
    api.actionItem.mine.prefetch({}),
    api.account.me.prefetch(),
  ]);
  const next = nextOf(items, now);
  await Promise.all([
    next ? api.officeSession.byId.prefetch({ id: next.id }) : null,
    answers ? api.officeSession.list.prefetch(awaiting) : null,
    ...(requests?.items ?? []).map(({ id }) => api.officeSession.brief.prefetch({ id })),
  ]);
  return (
    <HydrateClient>
      <DayRibbon actor={actor} now={now} today={today} />
      {next ? <NextSession id={next.id} now={now} /> : null}
      {answers ? <Requests limit={REQUESTS} now={now} /> : null}
      <Promised />
    </HydrateClient>
  );
}
