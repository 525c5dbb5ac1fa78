import stringWidth from "string-width";
import { formatInstant } from "./format-instant.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./values.ts";

export type Cell = string | number | boolean | Date | null | undefined;
export type Columns<Item> = Record<string, (item: Item) => Cell>;
export type Format = "table" | "json" | "jsonl";

export type Output = ReturnType<typeof createOutput>;

/** Prints results: tables for people, JSON for programs. */
export function createOutput(terminal: Terminal, format: Format) {
  const { print, timeZone } = terminal;
  const textOf = (cell: Cell): string => {
    if (cell === null || cell === undefined || cell === "") return "–";
    if (cell instanceof Date) return formatInstant(cell, timeZone);
    if (typeof cell === "boolean") return cell ? "yes" : "no";
    return printable(String(cell));
  };

  function table<Item>(items: readonly Item[], columns: Columns<Item>) {
    const rows = items.map((item) => Object.values(columns).map((read) => read(item)));
    const names = Object.keys(columns);
    const texts = [names.map((name) => name.toUpperCase()), ...rows.map((row) => row.map(textOf))];
    const widths = names.map((_, column) =>
      Math.max(...texts.map((row) => stringWidth(row[column] ?? ""))),
    );
    for (const [index, row] of texts.entries()) {
      const line = row.map((text, column) => {
        const isLast = column === row.length - 1;
        return isLast ? text : text + " ".repeat((widths[column] ?? 0) - stringWidth(text));
      });
      const text = line.join("  ").trimEnd();
      print(index === 0 ? terminal.heading(text) : text);
    }
    if (rows.flat().some((cell) => cell instanceof Date)) nameZone();
  }

  function nameZone() {
    terminal.note(`Times are in ${timeZone}.`);
  }

  return {
    format,
    /** A list: a table, a JSON array, or one JSON object per line. */
    list<Item>(
      items: readonly Item[],
      columns: Columns<Item>,
      { empty, more }: { empty: string; more?: string | undefined },
    ) {
      if (format === "json") return print(JSON.stringify(items, null, 2));
      if (format === "jsonl") {
        for (const item of items) print(JSON.stringify(item));
        return;
      }
      if (items.length === 0) terminal.note(empty);
      else table(items, columns);
      if (more !== undefined) terminal.note(more);
    },
    /** One thing: its facts line by line, or a JSON object. */
    item<Item>(item: Item, facts: Columns<Item>) {
      if (format !== "table") {
        return print(JSON.stringify(item, null, format === "json" ? 2 : undefined));
      }
      const cells = Object.entries(facts).map(([name, read]) => [name, read(item)] as const);
      const width = Math.max(...cells.map(([name]) => stringWidth(name)));
      for (const [name, cell] of cells) {
        print(`${terminal.heading(name.padEnd(width))}  ${textOf(cell)}`);
      }
      if (cells.some(([, cell]) => cell instanceof Date)) nameZone();
    },
    /** What a command did: a sentence for people, what it did it to for programs. */
    done(sentence: string, result: unknown) {
      if (format === "table") return terminal.note(printable(sentence));
      print(JSON.stringify(result, null, format === "json" ? 2 : undefined));
    },
    /** A table within the details of something. */
    table,
  };
}
