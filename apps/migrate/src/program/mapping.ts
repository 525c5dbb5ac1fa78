import { noShowParty, officeSessionStatus } from "@sundial/validators";
import { z } from "zod";
import { sourceValue } from "../file/profile.ts";
import { textOf } from "../file/values.ts";
import { parseMappingWith, type Source, source } from "../mapping.ts";

/** What each sheet can say, and the column of each by default. */
const SHEETS = {
  sessions: {
    id: "id",
    mentor: "mentor",
    mentee: "mentee",
    startsAt: "starts_at",
    endsAt: "ends_at",
    minutes: "minutes",
    timeZone: "time_zone",
    status: "status",
    topic: "topic",
    agenda: "agenda",
    location: "location",
    absent: "absent",
    cancelledAt: "cancelled_at",
    cancelledBy: "cancelled_by",
    note: "note",
    createdAt: "created_at",
  },
  availability: {
    mentor: "mentor",
    weekday: "weekday",
    date: "date",
    start: "start",
    end: "end",
    timeZone: "time_zone",
    validFrom: "valid_from",
    validTo: "valid_to",
    timeOffFrom: "time_off_from",
    timeOffUntil: "time_off_until",
    label: "label",
  },
  expertise: { person: "person", topics: "topics" },
} as const;
export type Sheet = keyof typeof SHEETS;
export const sheets: readonly Sheet[] = ["sessions", "availability", "expertise"];

/** Columns, or one value for all rows. Without a choice, those with our names. */
function columnsOf<Name extends string>(defaults: Readonly<Record<Name, string>>) {
  const entries = Object.keys(defaults).map((name) => [name, source.optional()]);
  const shape: Record<string, z.ZodOptional<typeof source>> = Object.fromEntries(entries);
  return z.strictObject(shape).default({});
}

/** A session's status here, or an absence together with who was absent. */
export const sessionWord = z.enum([
  ...officeSessionStatus.options,
  "mentee_no_show",
  "mentor_no_show",
  "both_no_show",
]);
export type SessionWord = z.infer<typeof sessionWord>;

/** Who did something about a session. */
const doer = z.enum(["mentor", "mentee", "staff"]);

const words = <Word extends z.ZodType<string>>(word: Word) =>
  z.record(z.string(), word).default({});

const programMapping = z.strictObject({
  sessions: z
    .strictObject({
      columns: columnsOf(SHEETS.sessions),
      /** The source's words for each, and ours. */
      statuses: words(sessionWord),
      absent: words(noShowParty),
      cancelledBy: words(doer),
    })
    .prefault({}),
  availability: z
    .strictObject({
      columns: columnsOf(SHEETS.availability),
      /** Words for weekdays: Monday is 1, Sunday is 7. */
      weekdays: z.record(z.string(), z.int().min(1).max(7)).default({}),
    })
    .prefault({}),
  expertise: z.strictObject({ columns: columnsOf(SHEETS.expertise) }).prefault({}),
  /** Between the columns of a CSV file. */
  delimiter: z.enum([",", ";", "\t", "|"]).default(","),
});
export type ProgramMapping = z.infer<typeof programMapping>;

/** The column of a sheet for something, or its value. */
function sourceOf<Of extends Sheet>(
  sheet: Of,
  mapping: ProgramMapping,
  name: keyof (typeof SHEETS)[Of] & string,
): Source {
  const defaults: Readonly<Record<string, string>> = SHEETS[sheet];
  return mapping[sheet].columns[name] ?? defaults[name] ?? name;
}

/** Reads the cells of a sheet's rows, trimmed. */
export function cellReader<Of extends Sheet>(sheet: Of, mapping: ProgramMapping) {
  return (row: unknown) => {
    const value = (name: keyof (typeof SHEETS)[Of] & string) =>
      sourceValue(row, sourceOf(sheet, mapping, name));
    return { value, text: (name: Parameters<typeof value>[0]) => textOf(value(name)).trim() };
  };
}

/** The columns that a CSV file must have. */
export function requiredColumns(sheet: Sheet, mapping: ProgramMapping): string[] {
  const always: Source[] = {
    sessions: () =>
      (["mentor", "mentee", "startsAt"] as const).map((name) =>
        sourceOf("sessions", mapping, name),
      ),
    availability: () => [sourceOf("availability", mapping, "mentor")],
    expertise: () =>
      (["person", "topics"] as const).map((name) => sourceOf("expertise", mapping, name)),
  }[sheet]();
  const named = Object.values(mapping[sheet].columns);
  return [...always, ...named].filter((from) => typeof from === "string");
}

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export const parseProgramMapping = (value: unknown) => parseMappingWith(programMapping, value);
