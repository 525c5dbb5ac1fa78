import {
  type DashboardFile,
  type DashboardUnit,
  dashboardNumberNames,
  dashboardNumbers,
  sessionOutcomeNames,
  sessionOutcomes,
} from "@sundial/validators";
import { toCsvLine } from "../csv.ts";
import type { reportDashboard } from "./service.ts";

type Report = Awaited<ReturnType<typeof reportDashboard>>;

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/**
 * One of the dashboard's files: RFC 4180 with a header. Hours, days and shares are decimal numbers;
 * a field is empty where nothing is known.
 */
export function csvOf(file: DashboardFile, report: Report): string {
  return [...linesOf(file, report)].map(toCsvLine).join("");
}

function linesOf(file: DashboardFile, report: Report): unknown[][] {
  const { period, before, numbers, numbersBefore } = report;
  if (file === "numbers") {
    const spans = [period, before].map(({ from, to }) => `${from} to ${to}`);
    return [
      ["number", "unit", ...spans, "definition"],
      ...dashboardNumberNames.map((name) => {
        const { label, unit, definition } = dashboardNumbers[name];
        const values = [numbers[name], numbersBefore[name]].map((value) => inUnit(value, unit));
        return [label, unit, ...values, definition];
      }),
    ];
  }
  const headers = {
    sessions: sessionOutcomeNames.map((name) => sessionOutcomes[name]),
    hours: ["hours offered", "hours booked", "days recorded"],
    people: ["active mentees", "active mentors"],
    waiting: ["days waited for the first session"],
    ratings: ["average rating", "ratings"],
  };
  return [
    ["from", "to", ...headers[file]],
    ...report.parts.map((part) => [part.from, part.to, ...valuesOf(file, part)]),
  ];
}

function valuesOf(file: Exclude<DashboardFile, "numbers">, part: Report["parts"][number]) {
  switch (file) {
    case "sessions":
      return sessionOutcomeNames.map((name) => part.outcomes[name]);
    case "hours":
      return [
        inUnit(part.offeredMinutes, "hours"),
        inUnit(part.bookedMinutes, "hours"),
        part.recordedDays,
      ];
    case "people":
      return [part.mentees, part.mentors];
    case "waiting":
      return [inUnit(part.firstWait, "days")];
    case "ratings":
      return [inUnit(part.rating, "rating"), part.ratings];
  }
}

function inUnit(value: number | null, unit: DashboardUnit): number | null {
  if (value === null) return null;
  switch (unit) {
    case "hours":
      return rounded(value / HOUR_MINUTES, 2);
    case "days":
      return rounded(value / DAY_MINUTES, 2);
    case "share":
      return rounded(value, 4);
    case "rating":
      return rounded(value, 2);
    case "count":
      return value;
  }
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
