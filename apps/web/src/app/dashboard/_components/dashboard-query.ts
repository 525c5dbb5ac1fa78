import { type DashboardFile, dashboardFilter, dashboardReportInput } from "@sundial/validators";
import { localDate } from "@sundial/validators/time";
import { plusDays } from "@sundial/validators/wall-clock";
import type { z } from "zod";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

const dashboardQuery = dashboardFilter.partial();
/** The dashboard's filters as in the URL. */
type DashboardQuery = z.output<typeof dashboardQuery>;
export type Filter = z.output<typeof dashboardFilter>;

const WEEKS = 12;

/**
 * Reads the filters from the URL; invalid ones are ignored. Without a period, the last twelve weeks
 * until today, from a Monday.
 */
export function readFilter(params: SearchParams, now: Date, timeZone: string): Filter {
  const query: DashboardQuery = readQuery(params, dashboardQuery);
  const to = query.to ?? localDate(now, timeZone);
  return { ...query, from: query.from ?? weeksUntil(to, WEEKS).from, to };
}

/** What is wrong with the period, or null. */
export function problemOf(filter: Filter): string | null {
  return dashboardReportInput.safeParse(filter).error?.issues[0]?.message ?? null;
}

/** This many weeks with the one of a date, from a Monday. */
function weeksUntil(to: string, weeks: number) {
  const sinceMonday = (new Date(to).getUTCDay() + 6) % 7;
  return { from: plusDays(to, -sinceMonday - (weeks - 1) * 7), to };
}

/** Periods that end today, with the name of each. */
export function usualPeriods(today: string) {
  return [
    { label: "4 weeks", period: weeksUntil(today, 4) },
    { label: "12 weeks", period: weeksUntil(today, WEEKS) },
    { label: "52 weeks", period: weeksUntil(today, 52) },
    { label: "This year", period: { from: `${today.slice(0, 4)}-01-01`, to: today } },
  ];
}

/** The URL of the dashboard with these filters. */
export const dashboardPath = (filter: Filter): string => pathWith("/dashboard", filter);

/** The URL of a file of what the dashboard shows. */
export const filePath = (file: DashboardFile, filter: Filter): string =>
  pathWith(`/api/dashboard/${file}.csv`, filter);
