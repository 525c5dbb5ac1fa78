import { can } from "@sundial/auth/permissions";
import { HOUR } from "@sundial/validators/durations";
import { cityOf, describeZone } from "@sundial/validators/time";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { pathWith } from "~/lib/address";
import { api, getFormats, getProgram, orNotFound, requireActor } from "~/trpc/server";
import { HoursChart, OutcomeChart } from "./_components/charts";
import { DashboardFilters } from "./_components/dashboard-filters";
import { type Filter, filePath, problemOf, readFilter } from "./_components/dashboard-query";
import { PeopleChart, RatingsChart, WaitingChart } from "./_components/line-charts";
import { Definitions, NumberGrid } from "./_components/number-grid";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage({ searchParams }: PageProps<"/dashboard">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/dashboard", search));
  if (!can(actor, "dashboard:read")) notFound();
  const now = new Date();
  const { timeZone } = await getProgram();
  const filter = readFilter(search, now, timeZone);
  const problem = problemOf(filter);
  const [report, { expertise }] = await Promise.all([
    problem === null ? orNotFound(api.dashboard.report(filter)) : null,
    api.mentor.filters(),
  ]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <PageHeader
        lead={`How the program is doing, compared with the period before. Days are in ${cityOf(timeZone)} time.`}
        title="Dashboard"
      />
      <DashboardFilters
        expertise={expertise}
        filter={filter}
        mentorName={report?.mentorName ?? null}
        timeZone={timeZone}
        today={report?.today ?? filter.to}
      />
      {report === null ? (
        <Alert title="This period can’t be shown" tone="bad">
          {problem}.
        </Alert>
      ) : (
        <Report filter={filter} now={now} report={report} zone={actor.timeZone} />
      )}
    </div>
  );
}

interface ReportProps {
  report: Awaited<ReturnType<typeof api.dashboard.report>>;
  filter: Filter;
  now: Date;
  /** The reader's zone. */
  zone: string;
}

async function Report({ report, filter, now, zone }: ReportProps) {
  const formats = await getFormats();
  const { period, before, countedAt } = report;
  const dates = ({ from, to }: typeof period) =>
    `${formats.date(new Date(from), "UTC")} to ${formats.date(new Date(to), "UTC")}`;
  const hasSessions = report.parts.some(({ outcomes }) =>
    Object.values(outcomes).some((count) => count > 0),
  );
  const charts = { report, filter, formats };
  return (
    <>
      <section aria-labelledby="numbers" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div className="grid gap-1">
            <h2 className="text-2xl" id="numbers">
              Numbers
            </h2>
            <p className="text-muted">
              {dates(period)}, compared with {dates(before)}.
            </p>
          </div>
          <Button asChild size="small" variant="secondary">
            <a aria-label="Export as CSV: Numbers" download href={filePath("numbers", filter)}>
              Export as CSV
            </a>
          </Button>
        </div>
        <NumberGrid report={report} />
        <p className="text-muted text-sm">
          {countedAt === null
            ? "Counted just now."
            : `Changes to past days were last counted ${formats.dateTime(countedAt, zone)} (${describeZone(zone, countedAt)}).`}
        </p>
        {countedAt !== null && now.getTime() - countedAt.getTime() > HOUR ? (
          <Alert title="These numbers may be out of date">
            The background work hasn’t counted for over an hour. Ask the people who run the server
            to check that it is running.
          </Alert>
        ) : null}
        <Definitions />
      </section>
      {hasSessions ? (
        <>
          <OutcomeChart {...charts} />
          <HoursChart {...charts} />
          <PeopleChart {...charts} />
          <WaitingChart {...charts} />
          <RatingsChart {...charts} />
        </>
      ) : (
        <EmptyState
          action={
            <Button asChild variant="secondary">
              <Link href="/dashboard">Clear filters</Link>
            </Button>
          }
          title="No sessions in this period"
        >
          Try a longer period or fewer filters.
        </EmptyState>
      )}
    </>
  );
}
