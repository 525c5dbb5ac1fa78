import { isStorable, text as textContract } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { idOf } from "../file/people.ts";
import { isRecord, textOf } from "../file/values.ts";
import { readMinute, readOptionalTime } from "./instant.ts";
import { cellReader, type ProgramMapping, type SessionWord, sessionWord } from "./mapping.ts";
import { noCodes, type ProgramRow, personWord, type RowCodes, unusableRow } from "./program-row.ts";

const LIMITS = {
  topic: { min: 3, max: 120 },
  agenda: { max: 2000, multiline: true },
  location: { max: 300 },
  note: { max: 500, multiline: true },
} as const;

/** Made once: making a contract takes longer than reading a row. */
const CONTRACTS = {
  topic: textContract(LIMITS.topic),
  agenda: textContract(LIMITS.agenda),
  location: textContract(LIMITS.location),
  note: textContract(LIMITS.note),
};

/** What a session is called that says nothing usable. Erased people's sessions are called so, too. */
const NO_TOPIC = "Office session";

/** Words for statuses that nobody has to explain. */
const KNOWN: Record<string, SessionWord> = {
  ...Object.fromEntries(sessionWord.options.map((word) => [word, word])),
  confirmed: "scheduled",
  canceled: "cancelled",
};

/** Reads the rows of the sheet of sessions. `source` is part of the ids that are made here. */
export function sessionReader(source: string, mapping: ProgramMapping) {
  const cells = cellReader("sessions", mapping);
  return (row: unknown): ProgramRow => {
    if (!isRecord(row)) return unusableRow("ROW_INVALID");
    const { value, text } = cells(row);
    const [mentor, mentee] = [personWord(text("mentor")), personWord(text("mentee"))];
    const id = text("id") || JSON.stringify([mentor, mentee, textOf(value("startsAt"))]);
    if (![id, mentor, mentee].every(isStorable)) return unusableRow("TEXT_INVALID");
    const owner = idOf(`session:${source}`, id);
    if (owner === null) return unusableRow("ID_MISSING");

    const codes = noCodes();
    const add = (code: string, isSo: boolean) => isSo && codes.quarantined.push(code);
    add("PERSON_MISSING", mentor === "" || mentee === "");
    const times = timesOf({ value, zone: text("timeZone") }, codes);
    const status = wordIn(text("status") || "scheduled", mapping.sessions.statuses, KNOWN);
    add("STATUS_UNMAPPED", status === undefined);
    const absent = absentIn(status, text("absent"), mapping);
    add("ABSENT_UNKNOWN", absent === undefined);
    const words = wordsOf(text, codes);
    const cancelledBy = wordIn(text("cancelledBy"), mapping.sessions.cancelledBy, DOERS) ?? null;
    return {
      recognized: { owner, key: keyOf(text("id"), owner) },
      data: {
        mentor,
        mentee,
        ...times,
        ...words,
        status: absent ? "no_show" : (status ?? null),
        absent: absent ?? null,
        cancelledBy,
        cancelledAt: readOptionalTime(value("cancelledAt"), codes),
        createdAt: readOptionalTime(value("createdAt"), codes),
      },
      codes,
    };
  };
}

const LONGEST_KEY = 200;

/** The row's own id, where it fits an index, or the session's. */
function keyOf(id: string, owner: string) {
  return id === "" || id.length > LONGEST_KEY ? owner : id;
}

type Doer = "mentor" | "mentee" | "staff";
const DOERS: Record<string, Doer> = { mentor: "mentor", mentee: "mentee", staff: "staff" };

/** A word by the mapping, or one that needs none. */
function wordIn<Word>(word: string, ...explained: Record<string, Word>[]): Word | undefined {
  for (const words of explained) {
    for (const spelling of [word, word.toLowerCase()]) {
      if (Object.hasOwn(words, spelling)) return words[spelling];
    }
  }
  return undefined;
}

const ABSENCES: Record<string, "mentee" | "mentor" | "both"> = {
  mentee_no_show: "mentee",
  mentor_no_show: "mentor",
  both_no_show: "both",
};
const PARTIES: Record<string, "mentee" | "mentor" | "both"> = {
  mentee: "mentee",
  mentor: "mentor",
  both: "both",
};

/** Who was absent: null if nobody was, undefined if the row doesn't say. */
function absentIn(status: SessionWord | undefined, word: string, { sessions }: ProgramMapping) {
  if (status === undefined) return null;
  if (status === "no_show") return wordIn(word, sessions.absent, PARTIES);
  return wordIn(status, ABSENCES) ?? null;
}

type Text = (name: "topic" | "agenda" | "location" | "note") => string;

/** What the two wrote, within our limits: cut where it is too long, left out where it is unusable. */
function wordsOf(text: Text, codes: RowCodes) {
  const fitting = (name: keyof typeof LIMITS, code: string) => {
    const given = text(name);
    const contract = CONTRACTS[name];
    const found = contract.safeParse(given);
    if (found.success) return found.data;
    // Not in the middle of a letter that has two halves.
    const cut = contract.safeParse(
      given.slice(0, LIMITS[name].max).replace(/[\uD800-\uDBFF]$/, ""),
    );
    if (given !== "") codes.flagged.push(cut.success ? `${code}_CUT` : `${code}_UNUSABLE`);
    return cut.data ?? "";
  };
  const topic = fitting("topic", "TOPIC");
  if (text("topic") === "") codes.flagged.push("TOPIC_MISSING");
  return {
    topic: topic || NO_TOPIC,
    agenda: fitting("agenda", "AGENDA"),
    location: fitting("location", "LOCATION") || null,
    note: fitting("note", "NOTE"),
  };
}

interface Times {
  value: (name: "startsAt" | "endsAt" | "minutes") => unknown;
  zone: string;
}

/** When it began and ended; nothing, with the reason in `codes`, if that can't be. */
function timesOf({ value, zone }: Times, codes: RowCodes) {
  const startsAt = readMinute(value("startsAt"), zone, codes);
  if (startsAt === null) return {};
  const endsAt = endOf(startsAt, { value, zone }, codes);
  if (endsAt === null) return {};
  const minutes = (endsAt.getTime() - startsAt.getTime()) / MINUTE;
  if (minutes <= 0) codes.quarantined.push("END_BEFORE_START");
  else if (minutes < 10 || minutes > 240) codes.quarantined.push("LENGTH_INVALID");
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}

function endOf(startsAt: Date, { value, zone }: Times, codes: RowCodes) {
  const minutes = textOf(value("minutes")).trim();
  if (textOf(value("endsAt")).trim() !== "") return readMinute(value("endsAt"), zone, codes);
  if (/^\d{1,6}$/.test(minutes)) return new Date(startsAt.getTime() + Number(minutes) * MINUTE);
  codes.quarantined.push("LENGTH_INVALID");
  return null;
}
