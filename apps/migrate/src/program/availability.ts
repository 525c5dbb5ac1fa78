import {
  availabilityWindow,
  isStorable,
  localDate,
  text as textContract,
} from "@sundial/validators";
import { z } from "zod";
import { idOf } from "../file/people.ts";
import { isRecord } from "../file/values.ts";
import { knownZone } from "../file/zones.ts";
import { readMinute } from "./instant.ts";
import { cellReader, type ProgramMapping } from "./mapping.ts";
import {
  keyOf,
  noCodes,
  type ProgramRow,
  personWord,
  type RowCodes,
  unusableRow,
} from "./program-row.ts";

const window = z.object({ startMinute: z.int(), endMinute: z.int() });

/** What one row says of when a mentor is free. */
export const hoursPart = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("weekly"),
    weekday: z.int(),
    window,
    timeZone: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  /** Without a window, the mentor is not available on that date. */
  z.object({ kind: z.literal("date"), date: z.string(), window: window.nullable() }),
  z.object({
    kind: z.literal("timeOff"),
    from: z.string(),
    to: z.string(),
    label: z.string().nullable(),
  }),
]);
export type HoursPart = z.infer<typeof hoursPart>;

type Text = ReturnType<ReturnType<typeof cellReader<"availability">>>["text"];

/** Reads the rows of the sheet of availability: weekly hours, hours of one date, or time off. */
export function availabilityReader(source: string, mapping: ProgramMapping) {
  const cells = cellReader("availability", mapping);
  return (row: unknown): ProgramRow => {
    if (!isRecord(row)) return unusableRow("ROW_INVALID");
    const { text } = cells(row);
    const mentor = personWord(text("mentor"));
    if (!isStorable(mentor)) return unusableRow("TEXT_INVALID");
    const owner = idOf(`availability:${source}`, mentor);
    if (owner === null) return unusableRow("PERSON_MISSING");
    const codes = noCodes();
    const part = partOf(text, mapping, codes);
    const says = (
      [
        "weekday",
        "date",
        "start",
        "end",
        "validFrom",
        "validTo",
        "timeOffFrom",
        "timeOffUntil",
      ] as const
    )
      .map(text)
      .concat(text("timeZone"), text("label"))
      .filter((word) => word !== "")
      .join(" ");
    return {
      recognized: { owner, key: keyOf(mentor, owner, says) },
      data: { mentor, part },
      codes,
    };
  };
}

function partOf(text: Text, mapping: ProgramMapping, codes: RowCodes): HoursPart | null {
  const given = (["weekday", "date", "timeOffFrom"] as const).filter((name) => text(name) !== "");
  if (given.length !== 1) {
    codes.quarantined.push("HOURS_UNCLEAR");
    return null;
  }
  if (given[0] === "weekday") return weeklyPart(text, mapping, codes);
  return given[0] === "date" ? datePart(text, codes) : timeOffPart(text, codes);
}

function weeklyPart(text: Text, { availability }: ProgramMapping, codes: RowCodes) {
  const weekday = weekdayOf(text("weekday"), availability.weekdays);
  const timeZone = knownZone(text("timeZone"));
  const [from, to] = [dateIn(text("validFrom")), dateIn(text("validTo"))];
  const found = windowOf(text, codes);
  const add = (code: string, isSo: boolean) => isSo && codes.quarantined.push(code);
  add("WEEKDAY_UNMAPPED", weekday === undefined);
  add(text("timeZone") === "" ? "TIME_ZONE_MISSING" : "TIME_ZONE_INVALID", timeZone === null);
  add("DATE_INVALID", from === undefined || to === undefined);
  if (weekday === undefined || timeZone === null || found === null) return null;
  if (from === undefined || to === undefined) return null;
  add("END_BEFORE_START", from !== null && to !== null && from > to);
  return { kind: "weekly", weekday, window: found, timeZone, from, to } as const;
}

function datePart(text: Text, codes: RowCodes): HoursPart | null {
  const date = dateIn(text("date"));
  if (typeof date !== "string") {
    codes.quarantined.push("DATE_INVALID");
    return null;
  }
  if (text("start") === "" && text("end") === "") return { kind: "date", date, window: null };
  const found = windowOf(text, codes);
  return found && { kind: "date", date, window: found };
}

const labelContract = textContract({ max: 80 });

function timeOffPart(text: Text, codes: RowCodes): HoursPart | null {
  const zone = text("timeZone");
  const from = readMinute(text("timeOffFrom"), zone, codes);
  const to = readMinute(text("timeOffUntil"), zone, codes);
  if (from === null || to === null) return null;
  if (to <= from) codes.quarantined.push("END_BEFORE_START");
  const label = labelContract.safeParse(text("label"));
  if (!label.success) codes.flagged.push("LABEL_UNUSABLE");
  // As Postgres writes an instant in JSON.
  const written = (at: Date) => `${at.toISOString().slice(0, 19)}+00:00`;
  return { kind: "timeOff", from: written(from), to: written(to), label: label.data || null };
}

/** Null for none, undefined if it can't be read. */
function dateIn(word: string) {
  return word === "" ? null : localDate.safeParse(word).data;
}

const CLOCK = /^(\d{1,2}):(\d\d)(?::00)?(?: ?([ap])m)?$/i;

/** Minutes of the day; undefined if it can't be read. */
function minuteOf(word: string): number | undefined {
  const [, hours, minutes, half] = CLOCK.exec(word) ?? [];
  if (hours === undefined || Number(minutes) > 59) return undefined;
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0);
  const isHour = half === undefined || (Number(hours) >= 1 && Number(hours) <= 12);
  const minute = hour * 60 + Number(minutes);
  return isHour && minute <= 1440 ? minute : undefined;
}

/** A window of the day. One that ends before it starts goes on past midnight, flagged. */
function windowOf(text: Text, codes: RowCodes) {
  const [startMinute, end] = [minuteOf(text("start")), minuteOf(text("end"))];
  const isOver = startMinute !== undefined && end !== undefined && end < startMinute;
  const endMinute = isOver ? end + 1440 : end;
  const found = availabilityWindow.safeParse({ startMinute, endMinute });
  if (!found.success) codes.quarantined.push("WINDOW_INVALID");
  else if (isOver) codes.flagged.push("PAST_MIDNIGHT");
  return found.data ?? null;
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** By the mapping, an English name or its first three letters, or ISO's number. */
function weekdayOf(word: string, explained: Record<string, number>): number | undefined {
  if (Object.hasOwn(explained, word)) return explained[word];
  if (/^[1-7]$/.test(word)) return Number(word);
  const name = word.toLowerCase();
  const index = WEEKDAYS.findIndex((day) => name === day || name === day.slice(0, 3));
  return index < 0 ? undefined : index + 1;
}
