import { readFile } from "node:fs/promises";
import path from "node:path";
import { kinds } from "@sundial/ledger";
import { DAY, HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  CONCURRENCY,
  DEADLINE,
  FAILING_MAX,
  KEPT,
  MAX_ATTEMPTS,
  waitAfter,
} from "./delivery-policy.ts";

const docs = path.join(import.meta.dirname, "../../../../docs");
const page = await readFile(path.join(docs, "webhooks.md"), "utf8");

/** The cells of each row of the table under a heading. */
function tableUnder(heading: string): string[][] {
  const [, section = ""] = page.split(`## ${heading}\n`);
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const named = (schema: z.ZodObject | null) =>
  Object.keys(schema?.shape ?? {})
    .map((name) => `\`${name}\``)
    .join(", ");

/** The others are only for people. */
const announced = Object.entries(kinds).filter(([, { ways }]) => ways.webhooks !== "none");

describe("docs/webhooks.md", () => {
  it("lists the kinds as the table of kinds has them", () => {
    expect(tableUnder("Events")).toEqual(
      announced.map(([name, { says, facts, texts }]) => [
        `\`${name}\``,
        says,
        named(facts),
        named(texts),
      ]),
    );
  });

  it.each(["receiver.ts", "receiver.py"])("shows %s as it is", async (file) => {
    expect(page).toContain(await readFile(path.join(docs, "webhooks", file), "utf8"));
  });

  it("says what the sender does", () => {
    const waits = Array.from(
      { length: MAX_ATTEMPTS - 1 },
      (_, index) => waitAfter(index + 1, 0) ?? 0,
    );
    const hours = Math.round(waits.reduce((sum, wait) => sum + wait, 0) / HOUR);
    expect(page).toContain(`up to ${MAX_ATTEMPTS} attempts in about ${hours} hours`);
    expect(page).toContain(`within ${DEADLINE / 1000} seconds`);
    expect(page).toContain(`${CONCURRENCY} requests at a time`);
    expect(page).toContain(`${FAILING_MAX / DAY} days`);
    expect(page).toContain(`${KEPT / DAY} days`);
  });
});
