import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isSundialError } from "@sundial/client";
import type { Run } from "./command.ts";
import { toCsvLine } from "./csv.ts";
import { usage } from "./failure.ts";
import type { Columns } from "./output.ts";

const FORMATS = ["csv", "jsonl"] as const;

export const EXPORT_OPTIONS = [
  { name: "output", value: "file", about: "the file to write, or - to print" },
  {
    name: "format",
    value: "format",
    about: "the format (default: by the file's name, else jsonl)",
    choices: FORMATS,
  },
];

/** A long wait is announced; longer ones than this end the export. */
const LONGEST_WAIT_S = 15 * 60;

interface Export<Item> {
  /** What is counted, in the plural. */
  noun: string;
  read: (cursor: string | null) => Promise<{ items: Item[]; nextCursor: string | null }>;
  /** Of a CSV file; JSONL has everything. */
  columns: Columns<Item>;
}

/**
 * Writes a whole list, page by page. The file appears when it is complete: until then, and after a
 * failure or Ctrl-C, nothing of that name exists or an earlier file stays.
 *
 * Errors: USAGE without a file; those of reading.
 */
export async function exportList<Item>(run: Run, { noun, read, columns }: Export<Item>) {
  const { given, terminal, world } = run;
  const output = given.required("output");
  const format = given.choice("format", FORMATS) ?? (output.endsWith(".csv") ? "csv" : "jsonl");
  if (run.output.format !== "table") throw usage("Pass --format instead of --json or --jsonl.");
  let count = 0;

  async function* lines() {
    if (format === "csv") yield toCsvLine(Object.keys(columns));
    let cursor: string | null = null;
    do {
      const page = await patiently(run, () => read(cursor));
      for (const item of page.items) {
        yield format === "csv"
          ? toCsvLine(Object.values(columns).map((cell) => cell(item)))
          : `${JSON.stringify(item)}\n`;
      }
      count += page.items.length;
      terminal.progress(`${count} ${noun} …`);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  if (output === "-") {
    for await (const line of lines()) {
      if (!world.stdout.write(line)) await once(world.stdout, "drain", { signal: world.signal });
    }
  } else await writeWhole(output, lines(), world.signal);
  terminal.endLine();
  terminal.note(output === "-" ? `${count} ${noun}.` : `Wrote ${count} ${noun} to ${output}.`);
}

/** Waits as long as the server asks for, also when that is longer than a call may take. */
async function patiently<Answer>({ terminal, world }: Run, read: () => Promise<Answer>) {
  for (;;) {
    world.signal.throwIfAborted();
    try {
      return await read();
    } catch (error) {
      if (!isSundialError(error, "TOO_MANY_REQUESTS")) throw error;
      const { retryAfter } = error.details;
      if (retryAfter > LONGEST_WAIT_S) throw error;
      terminal.progress(`The server asks to wait ${retryAfter} seconds …`);
      await sleep(retryAfter * 1000, undefined, { signal: world.signal });
    }
  }
}

async function writeWhole(file: string, lines: AsyncIterable<string>, signal: AbortSignal) {
  const name = `.${path.basename(file)}.${randomBytes(6).toString("hex")}`;
  const temporary = path.join(path.dirname(file), name);
  // Personal data: only for this person.
  const stream = createWriteStream(temporary, { flags: "wx", mode: 0o600 });
  try {
    await pipeline(Readable.from(lines), stream, { signal });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
