import { columnsIn, type Source, sourcesIn } from "../mapping.ts";
import type { FileMapping } from "./mapping.ts";
import { type Person, personOf, type ReadRow } from "./person.ts";
import { sourceValue } from "./profile.ts";
import { readTime } from "./time.ts";
import { isRecord, textOf, valueAt, without, wordsOf } from "./values.ts";

const YES = new Set(["true", "t", "yes", "y", "1"]);
const NO = new Set(["false", "f", "no", "n", "0", ""]);

/** Reads the rows of a file as its mapping says. */
export function mappedReader(mapping: FileMapping): (row: unknown) => ReadRow {
  const { columns, identities } = mapping;
  const placed = placedColumns(mapping);
  // It may not be an address that a picture can be fetched from.
  placed.delete(columns.avatar ?? "");
  const text = (row: unknown, source: Source | undefined) =>
    source === undefined ? "" : textOf(sourceValue(row, source)).trim();
  return (row) => {
    if (!isRecord(row)) return null;
    const verified = verifiedOf(
      columns.emailVerified === undefined ? "" : sourceValue(row, columns.emailVerified),
    );
    const secret = text(row, columns.totpSecret).replace(/[\s-]/g, "");
    const at = (column: string | undefined) => (column === undefined ? null : valueAt(row, column));
    return {
      person: personOf({
        id: text(row, columns.id),
        email: columns.email === undefined ? "" : textOf(valueAt(row, columns.email)),
        isVerified: verified === true,
        names: [nameOf(row, columns.name)],
        passwordHash: text(row, columns.passwordHash),
        roles: columns.role === undefined ? [] : wordsOf(sourceValue(row, columns.role)),
        status: statusOf(text(row, columns.status), mapping.statuses),
        createdAt: at(columns.createdAt),
        updatedAt: at(columns.updatedAt),
        lastSignInAt: at(columns.lastSignInAt),
        phone: text(row, columns.phone),
        picture: text(row, columns.avatar),
        timeZone: text(row, columns.timeZone),
        identities: identities
          .map(({ provider, subject }) => ({ provider, subject: text(row, subject) }))
          .filter(({ subject }) => subject !== ""),
        authenticators: secret === "" ? [] : [{ name: "", secret }],
        kept: without(row, placed),
        notes: verified === undefined ? ["EMAIL_VERIFIED_UNKNOWN"] : [],
      }),
    };
  };
}

/** Undefined for a word that says neither. A time says when the mailbox was confirmed. */
function verifiedOf(value: unknown): boolean | undefined {
  const word = textOf(value).trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  return typeof readTime(word.toUpperCase()) === "string" ? true : undefined;
}

function statusOf(word: string, statuses: FileMapping["statuses"]): Person["status"] {
  if (Object.hasOwn(statuses, word)) return statuses[word];
  if (word === "" || word === "active") return "active";
  return word === "inactive" || word === "suspended" ? word : undefined;
}

function nameOf(row: unknown, columns: FileMapping["columns"]["name"]) {
  const parts = [columns ?? []].flat().map((column) => textOf(valueAt(row, column)).trim());
  return parts.filter((part) => part !== "").join(" ");
}

/** The columns that have a place here, so the record doesn't keep them. */
function placedColumns({ columns, identities, mentee, mentor }: FileMapping) {
  return new Set(
    columnsIn([
      ...Object.values(columns).flat(),
      ...identities.map(({ subject }) => subject),
      ...sourcesIn(mentor),
      ...sourcesIn(mentee),
    ]),
  );
}

/** The columns that a CSV file must have. */
export function requiredColumns(mapping: FileMapping) {
  return [...placedColumns(mapping)];
}
