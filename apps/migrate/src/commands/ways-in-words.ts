import { formatNumber } from "@sundial/validators";
import { everybody, WAYS_IN, type WayIn, type WaysIn } from "../engine/ways-in.ts";

/** What each way in is called, and what these people do on the first day. */
const WORDS: Record<WayIn, [name: string, firstDay: string]> = {
  password: ["password", "sign in with it"],
  unknownPassword: ["password of an unknown kind", "none arrive; see PASSWORD_DROPPED"],
  oldPassword: [
    "password in the user pool",
    "sign in with it while Sundial asks the pool, or reset",
  ],
  provider: ["provider set up here", "sign in with it"],
  otherProvider: ["provider not set up here", "reset email, email link or invitation"],
  email: ["email only", "reset email, email link or invitation"],
  phone: ["phone only", "add an address in the source and migrate again"],
  none: ["none", "add an address in the source and migrate again"],
  locked: ["two-factor authentication lost", "staff clear it"],
  suspended: ["suspended", "stay out"],
  notMigrated: ["not migrated", "see the quarantine"],
  pending: ["not reached yet", "continue with --resume"],
};

/** The table of ways in, with the people of each provider below it. */
export function waysInLines({ before, after, providers }: WaysIn): string[] {
  const shown = WAYS_IN.filter((way) => after[way] > 0 || (before?.[way] ?? 0) > 0);
  if (shown.length === 0) return [];
  const rows = [
    ["how people sign in", "in the source", "here", "on the first day"],
    ...shown.map((way) => [
      WORDS[way][0],
      before === null ? "" : formatNumber(before[way]),
      formatNumber(after[way]),
      WORDS[way][1],
    ]),
    [
      "everybody",
      before === null ? "" : formatNumber(everybody(before)),
      formatNumber(everybody(after)),
      "",
    ],
  ];
  return [
    ...aligned(rows, new Set([1, 2])),
    ...providers.map(
      ({ id, people, isSetUp }) =>
        `${id}: ${formatNumber(people)} people, ${isSetUp ? "set up here" : "not set up here"}`,
    ),
    "",
  ];
}

/** Lines of columns; numbers are aligned on the right. */
export function aligned(rows: string[][], numbers: ReadonlySet<number>): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numbers.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
