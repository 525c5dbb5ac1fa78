import { can } from "@sundial/auth/permissions";
import { countOf, stuckKind } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ListPages } from "~/components/list-pages";
import { PageHeader } from "~/components/page-header";
import { pathWith } from "~/lib/address";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { stuckLabels } from "./_components/stuck-labels";
import { StuckList } from "./_components/stuck-list";
import { readStuckQuery, stuckPath } from "./_components/stuck-query";

export const metadata: Metadata = { title: "Stuck" };

export default async function StuckPage({ searchParams }: PageProps<"/stuck">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/stuck", search));
  if (!can(actor, "stuck:read")) notFound();
  const query = readStuckQuery(search);
  const [{ nextCursor, stuckAfterDays }, { stuck }] = await Promise.all([
    orNotFound(api.stuck.list(query)),
    api.stuck.counts(),
    api.stuck.list.prefetch(query),
    api.account.me.prefetch(),
  ]);
  const { title, about } = stuckLabels[query.kind];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <PageHeader
        lead={`Who and what waits for a push, with one next step each. Times in ${cityOf(actor.timeZone)}.`}
        title="Stuck"
      />
      <nav aria-label="Lists">
        <ul className="flex flex-wrap gap-2">
          {stuckKind.options.map((kind) => (
            <li key={kind}>
              <Link
                aria-current={kind === query.kind ? "page" : undefined}
                className="inline-flex min-h-11 items-center gap-2 rounded-control border border-edge px-4 py-1.5 hover:bg-sunken aria-[current=page]:border-action aria-[current=page]:bg-sun-soft aria-[current=page]:font-semibold"
                href={stuckPath(kind)}
              >
                {stuckLabels[kind].title}
                <span className="text-muted">{countOf(stuck[kind])}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="list" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="grid gap-1">
          <h2 className="text-2xl" id="list" tabIndex={-1}>
            {title}
          </h2>
          <p className="text-muted">{about(stuckAfterDays)}</p>
        </div>
        <HydrateClient>
          <StuckList now={new Date()} query={query} />
        </HydrateClient>
        <ListPages
          first={query.cursor ? stuckPath(query.kind) : null}
          next={nextCursor ? stuckPath(query.kind, nextCursor) : null}
        />
      </section>
    </div>
  );
}
