import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { api, HydrateClient } from "~/trpc/server";
import { MyMentors } from "./my-mentors";
import { nextOf } from "./next-session";
import { NextSession } from "./next-session-card";
import { Promised } from "./promised";

/** The next session, what the mentee has promised, and when their mentors are free next. */
export async function TodayOfMentee({ actor, now }: { actor: PersonSession; now: Date }) {
  const maySearch = can(actor, "mentor:read");
  const [{ items }] = await Promise.all([
    api.officeSession.list({ when: "upcoming", limit: 10 }),
    maySearch ? api.mentor.mine.prefetch() : null,
    api.actionItem.mine.prefetch({}),
    api.account.me.prefetch(),
  ]);
  const next = nextOf(items, now);
  if (next) await api.officeSession.byId.prefetch({ id: next.id });
  return (
    <HydrateClient>
      {next ? (
        <NextSession id={next.id} now={now} />
      ) : (
        <EmptyState
          action={
            can(actor, "session:book") ? (
              <Button asChild>
                <Link href="/mentors">Find a mentor</Link>
              </Button>
            ) : null
          }
          title="No session ahead"
        >
          {items.length > 0
            ? "Your request waits for an answer. You get an email as soon as there is one."
            : "Find a mentor and pick a time that suits you both."}
        </EmptyState>
      )}
      <Promised />
      {maySearch ? <MyMentors /> : null}
    </HydrateClient>
  );
}
