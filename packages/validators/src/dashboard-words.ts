import { type DashboardNumber, type DashboardUnit, dashboardNumbers } from "./dashboard.ts";
import { formatNumber } from "./number.ts";

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** Minutes as hours, and as days of 24 hours. */
const toHours = (minutes: number) => rounded(minutes / 60, minutes < 6_000 ? 1 : 0);
const toDays = (minutes: number) => rounded(minutes / 1440, 1);

const words: Record<DashboardUnit, (value: number) => string> = {
  count: formatNumber,
  share: (value) => `${rounded(value * 100, 0)}%`,
  hours: (value) => `${formatNumber(toHours(value))} h`,
  days: (value) => `${formatNumber(toDays(value))} ${toDays(value) === 1 ? "day" : "days"}`,
  rating: (value) => `${value.toFixed(1)} of 5`,
};

/** Where nothing can be said. */
const nothing: Partial<Record<DashboardNumber, string>> = {
  completion: "No sessions",
  firstWait: "No first sessions",
  offered: "Not recorded",
  bookedShare: "Not recorded",
  rating: "Too few people",
  ratings: "Too few people",
};

/** A number of the dashboard as shown: "1,234", "87%", "12.5 h" or "3.2 days". */
export function numberInWords(name: DashboardNumber, value: number | null): string {
  return value === null ? (nothing[name] ?? "None") : words[dashboardNumbers[name].unit](value);
}

export const hoursInWords = words.hours;

export interface Change {
  direction: "up" | "down" | "same" | "unknown";
  text: string;
}

/** How a number compares with the one of the period before, as both are shown. */
export function changeOf(
  name: DashboardNumber,
  value: number | null,
  before: number | null,
): Change {
  if (value === null || before === null) {
    return { direction: "unknown", text: "Nothing to compare with" };
  }
  const was = numberInWords(name, before);
  if (numberInWords(name, value) === was) {
    return { direction: "same", text: "Same as the period before" };
  }
  const isMore = value > before;
  return { direction: isMore ? "up" : "down", text: `${isMore ? "Up" : "Down"} from ${was}` };
}

/** Of hours offered, when they were recorded on more or fewer days of the period before. */
export function incomparable(before: number | null, days: number): Change {
  if (before === null) return { direction: "unknown", text: "Not recorded in the period before" };
  const recorded = days === 1 ? "1 day" : `${formatNumber(days)} days`;
  return {
    direction: "unknown",
    text: `Before: ${numberInWords("offered", before)}, recorded on ${recorded}`,
  };
}
