import {
  formatNumber,
  INVITEES_PER_FILE,
  type Invitee,
  type InviteeFate,
  invitee,
  type Role,
  role as roles,
} from "@sundial/validators";
import Papa from "papaparse";
import { roleLabels } from "~/lib/labels";

/** A row of a file, with what becomes of it as far as that is known. */
export interface Row {
  /** As in a text editor, from 1. */
  line: number;
  email: string;
  /** Null when the row can't be sent. */
  person: Invitee | null;
  fate: InviteeFate | "invalid";
  /** Why it is invalid. */
  problem: string | null;
  isInvited: boolean;
  /** For staff to pass on, where no emails are sent. */
  link: string | null;
}

export interface Defaults {
  /** For rows without one. */
  role: Role;
  /** Those that the reader may invite to. */
  allowed: readonly Role[];
}

/** The rows of a file, or what is wrong with the file as a whole. */
export type PeopleFile = { rows: Row[] } | { problem: string };

const COLUMNS = ["email", "role", "expertise"] as const;
type Column = (typeof COLUMNS)[number];

const NAMES: Record<Column, RegExp> = {
  email: /^(e-?mail|e-?mail[ _-]?address|address)$/i,
  role: /^role$/i,
  expertise: /^(expertise|topics)$/i,
};

/**
 * Reads people from comma- or semicolon-separated values. The first line may name the columns, in
 * any order; without names they are address, role and expertise. Several topics are separated by a
 * vertical bar or a semicolon.
 */
export function readPeopleFile(text: string, defaults: Defaults): PeopleFile {
  const { data } = Papa.parse<string[]>(text, { delimitersToGuess: [",", ";", "\t"] });
  const lines = data
    .map((cells, at) => ({ line: at + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [first] = lines;
  if (first === undefined) return { problem: "This file is empty." };
  const columns = columnsOf(first.cells);
  if (columns.email === -1) return { problem: "Name one column “email”." };
  const people = columns.isNamed ? lines.slice(1) : lines;
  if (people.length === 0) return { problem: "This file has no rows below its first line." };
  if (people.length > INVITEES_PER_FILE) {
    const [most, found] = [INVITEES_PER_FILE, people.length].map(formatNumber);
    return { problem: `A file can have ${most} people. This one has ${found}.` };
  }
  const seen = new Set<string>();
  return {
    rows: people.map(({ line, cells }) => {
      const row = readRow({ line, cells, columns }, defaults);
      if (row.person === null) return row;
      const isRepeated = seen.has(row.person.email);
      seen.add(row.person.email);
      return isRepeated ? { ...row, fate: "duplicate" as const } : row;
    }),
  };
}

type Columns = Record<Column, number> & { isNamed: boolean };

function columnsOf(cells: string[]): Columns {
  const found = (column: Column) => cells.findIndex((cell) => NAMES[column].test(cell));
  const isNamed = !cells.some((cell) => cell.includes("@"));
  if (!isNamed) return { email: 0, role: 1, expertise: 2, isNamed };
  return { email: found("email"), role: found("role"), expertise: found("expertise"), isNamed };
}

interface Line {
  line: number;
  cells: string[];
  columns: Columns;
}

function readRow({ line, cells, columns }: Line, { role: usual, allowed }: Defaults): Row {
  const cell = (column: Column) => cells[columns[column]] ?? "";
  const email = cell("email");
  const word = cell("role");
  const invalid = (problem: string): Row => ({
    line,
    email,
    person: null,
    fate: "invalid",
    problem,
    isInvited: false,
    link: null,
  });
  const role = word === "" ? usual : roleOf(word);
  if (role === undefined) return invalid(`There is no role “${word}”`);
  if (!allowed.includes(role))
    return invalid(`Only admins can give the role “${roleLabels[role]}”`);
  const topics = cell("expertise").split(/[|;]/);
  const expertise = topics.map((topic) => topic.trim()).filter((topic) => topic !== "");
  const person = invitee.safeParse({ email, role, expertise });
  if (!person.success) return invalid(person.error.issues[0]?.message ?? "This row isn't valid");
  const rest = { fate: "new" as const, problem: null, isInvited: false, link: null };
  return { line, email, person: person.data, ...rest };
}

function roleOf(word: string): Role | undefined {
  const meant = word.toLowerCase();
  return roles.options.find((role) => role === meant || roleLabels[role].toLowerCase() === meant);
}

/** The text of a file in UTF-8, UTF-16 or, as older spreadsheets write it, Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** What becomes of a row, or has become of it, in words. */
export function resultOf({ fate, isInvited }: Row): string {
  if (fate === "new") return isInvited ? "Invited" : "Not invited yet";
  return FATES[fate];
}

const FATES = {
  member: "Already here",
  invited: "Already invited",
  invalid: "Not valid",
  duplicate: "Repeated in the file",
} as const;

/** What became of each row, as a file for a spreadsheet. */
export function writeResult(rows: Row[]): string {
  const hasLinks = rows.some(({ link }) => link !== null);
  const header = ["line", "email", "role", "result", "problem", ...(hasLinks ? ["link"] : [])];
  const lines = rows.map((row) => [
    String(row.line),
    row.email,
    row.person?.role ?? "",
    resultOf(row),
    row.problem ?? "",
    ...(hasLinks ? [row.link ?? ""] : []),
  ]);
  // A cell that begins like a formula would run in a spreadsheet.
  return Papa.unparse([header, ...lines], { escapeFormulae: true });
}
