import { createTestDatabase } from "@sundial/db/testing";
import { email as emailContract, emailPattern, text } from "@sundial/validators";
import fc from "fast-check";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { addressOf } from "./engine/address.ts";
import { decodeBase32 } from "./engine/base32.ts";
import { chooseName, isUsableName } from "./engine/name.ts";
import { fitsText, literal, trimmed, uuidFrom } from "./sql.ts";

const { url, drop } = await createTestDatabase();
const client = new pg.Client(url);
await client.connect();
afterAll(async () => {
  await client.end();
  await drop();
});

/** SQL's answers for many texts at once; Postgres has no NUL and no lone surrogates. */
async function ask<Answer>(texts: string[], expression: string): Promise<Answer[]> {
  const { rows } = await client.query<{ answer: Answer }>(
    `SELECT ${expression} AS answer FROM unnest($1::text[]) WITH ORDINALITY AS t(x, n) ORDER BY n`,
    [texts],
  );
  return rows.map(({ answer }) => answer);
}

const SPACES = ["\t", "\n", "\u00a0", "\u2003", "\u3000", "\ufeff", " "];
const ODD = [
  ...SPACES,
  "\r",
  "\u0007",
  "\u0085",
  "\u200b",
  "\u202e",
  "\u2066",
  "é",
  "🌞",
  "x",
  ".",
];
const oddText = fc
  .array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: "grapheme", maxLength: 3 })), {
    maxLength: 14,
  })
  .map((parts) => parts.join("").replaceAll("\u0000", ""));

const texts = fc.sample(oddText, 3000);

test("SQL trims like the validators do", async () => {
  expect(await ask(texts, trimmed("x"))).toEqual(texts.map((given) => given.trim()));
});

test.each([
  { min: 1, max: 12 },
  { min: 3, max: 8 },
  { min: 0, max: 10, multiline: true },
])("SQL accepts the same texts as the validators: %j", async (rules) => {
  const fits = await ask<boolean>(texts, fitsText(trimmed("x"), rules));
  const contract = text(rules);
  const differing = texts.filter((given, n) => fits[n] !== contract.safeParse(given).success);
  expect(differing.map((given) => JSON.stringify(given))).toEqual([]);
  expect(new Set(fits)).toEqual(new Set([true, false]));
});

test("SQL chooses the same names as the contract", async () => {
  const given = [...texts, ...["\u200b", "\u2060 \u00ad", "\u3164", "x\u200b"]];
  const isUsable = await ask<boolean>(given, isUsableName(trimmed("x")));
  const differing = given.filter((name, n) => {
    const { name: chosen } = chooseName([name]);
    return (chosen !== null) !== (name.trim() !== "" && isUsable[n] === true);
  });
  expect(differing.map((name) => JSON.stringify(name))).toEqual([]);
});

test("SQL normalizes addresses like sign-in does", async () => {
  const part = fc.constantFrom("a", "B", "ä", ".", "..", "-", "_", "+", "'", "1", " ", "@", "é");
  const local = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const domain = fc.constantFrom(
    "example.org",
    "Example.ORG",
    "x",
    "x.y",
    "a-.org",
    "-a.org",
    "münchen.de",
    "1.co",
  );
  const around = fc.constantFrom("", " ", "\n", "\u00a0");
  const addresses = fc.sample(
    fc.tuple(around, local, domain, around).map(([a, one, two, b]) => `${a}${one}@${two}${b}`),
    3000,
  );
  const answers = await ask<string | null>(
    addresses,
    `CASE WHEN ${addressOf("x")} COLLATE "C" ~ ${literal(emailPattern)} THEN ${addressOf("x")} END`,
  );
  const expected = addresses.map((given) => emailContract.safeParse(given).data ?? null);
  expect(answers).toEqual(expected);
  expect(expected.some((address) => address !== null)).toBe(true);
});

test("IDs derived from text are version 8 UUIDs, one for each text", async () => {
  const ids = await ask<string>(["a", "b", "a"], uuidFrom("x"));
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(ids[0]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
});

/** RFC 4648, section 10. */
test.each([
  ["", ""],
  ["MY======", "f"],
  ["MZXQ====", "fo"],
  ["MZXW6===", "foo"],
  ["MZXW6YQ=", "foob"],
  ["mzxw6ytb", "fooba"],
  ["MZXW6YTBOI", "foobar"],
])("base32 %j is %j", (encoded, decoded) => {
  expect(decodeBase32(encoded).toString()).toBe(decoded);
});
