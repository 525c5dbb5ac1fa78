import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { programSentences } from "@sundial/validators";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "~/components/ui/empty-state";
import { api } from "~/trpc/server";
import { Installation } from "./installation";

/** What needs a look, as sentences that open the list behind them; for admins, the installation. */
export async function TodayOfStaff({ actor, now }: { actor: PersonSession; now: Date }) {
  const sentences = can(actor, "stuck:read") ? programSentences(await api.stuck.counts(), now) : [];
  return (
    <>
      {sentences.length === 0 ? (
        <EmptyState title="Nothing needs you right now">
          Requests are answered, nobody waits, and nothing is disputed.
        </EmptyState>
      ) : (
        <section aria-labelledby="needs-a-look" className="grid gap-4">
          <h2 className="text-2xl" id="needs-a-look">
            Needs a look
          </h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
            {sentences.map(({ text, path }) => (
              <li key={path}>
                <Link
                  className="flex items-center justify-between gap-4 p-4 text-lg hover:bg-sunken"
                  href={path}
                >
                  <span className="min-w-0">{text}</span>
                  <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {can(actor, "installation:read") ? <Installation now={now} zone={actor.timeZone} /> : null}
    </>
  );
}
