import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { ExportLink } from "~/components/export-link";
import { PageHeader } from "~/components/page-header";
import { findMatches, PersonMatches } from "~/components/person-matches";
import { SavedFilters } from "~/components/saved-filters";
import type { SearchParams } from "~/lib/address";
import { api, getFormats, HydrateClient, orNotFound } from "~/trpc/server";
import { StaffChoices, StaffFilters } from "./staff-filters";
import { StaffList } from "./staff-list";
import {
  readStaffQuery,
  sessionExportPath,
  staffSessionsPath,
  toSessionFilter,
} from "./staff-query";

interface StaffSessionsProps {
  actor: PersonSession;
  search: SearchParams;
}

/** Everyone's sessions, with filters that are all in the URL. */
export async function StaffSessions({ actor, search }: StaffSessionsProps) {
  const query = readStaffQuery(search);
  const zone = actor.timeZone;
  const filter = toSessionFilter(query, zone);
  const { mentorId, menteeId, from, to } = filter;
  const [page, counts, matches] = await Promise.all([
    orNotFound(api.officeSession.search({ ...filter, cursor: query.cursor })),
    filter.search ? null : api.officeSession.counts({ mentorId, menteeId, from, to }),
    findMatches(query.mentorText, "mentor"),
    api.savedFilter.list.prefetch({ page: "sessions" }),
  ]);
  const names = { mentorName: page.mentorName, menteeName: page.menteeName };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader
        lead="Everyone's sessions, latest first. Scheduled ones and requests come soonest first."
        title="Sessions"
      />
      <StaffFilters {...names} query={query} zone={zone} />
      <HydrateClient>
        <SavedFilters
          page="sessions"
          path={staffSessionsPath({ ...query, mentorText: undefined, cursor: undefined })}
        />
      </HydrateClient>
      {matches && query.mentorText !== page.mentorName ? (
        <PersonMatches
          label="Mentor"
          matches={matches}
          pathFor={(mentor) =>
            staffSessionsPath({ ...query, mentor, mentorText: undefined, cursor: undefined })
          }
        />
      ) : null}
      <StaffChoices counts={counts} query={query} />
      <section aria-label="Sessions" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {can(actor, "session:export") && page.items.length > 0 ? (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-muted text-sm">
              Counts end at 100. “No feedback” counts among the latest 1,000 completed sessions.
            </p>
            <ExportLink href={sessionExportPath(filter)}>Export as CSV</ExportLink>
          </div>
        ) : null}
        <StaffList formats={await getFormats()} page={page} query={query} zone={zone} />
      </section>
    </div>
  );
}
