import { writeFile } from "node:fs/promises";
import { isStorable } from "@sundial/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase32, encodeBase32 } from "../engine/base32.ts";
import { exportFiles } from "../testing/pool-export.ts";
import { readCsv } from "./csv.ts";
import { parseExactly, readJson } from "./json.ts";
import { mappedReader } from "./mapped-person.ts";
import { parseFileMapping } from "./mapping.ts";
import { storableHash } from "./password-hash.ts";
import { idOf, personRow } from "./people.ts";
import { personOf, type SourceRow } from "./person.ts";
import { profileOf } from "./profile.ts";
import { readTime } from "./time.ts";

const RULES = { source: "file", roles: {}, providers: {} };

async function allOf(generated: AsyncGenerator<SourceRow>) {
  const rows: SourceRow[] = [];
  for await (const row of generated) rows.push(row);
  return rows;
}

describe("times", () => {
  it.each([
    ["2024-02-29T12:30:15.123456Z", "2024-02-29T12:30:15.123456Z"],
    ["2024-02-29 12:30:15+01:00", "2024-02-29T11:30:15.000000Z"],
    ["2024-02-29 12:30:15+00", "2024-02-29T12:30:15.000000Z"],
    ["2024-02-29T12:30:15", "2024-02-29T12:30:15.000000Z"],
    ["2024-02-29 12:30", "2024-02-29T12:30:00.000000Z"],
    ["2024-02-29T12:30Z", "2024-02-29T12:30:00.000000Z"],
    ["2024-02-29 12:30-05:30", "2024-02-29T18:00:00.000000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000000Z"],
    ["1709209815", "2024-02-29T12:30:15.000000Z"],
    [1709209815.5, "2024-02-29T12:30:15.500000Z"],
    ["1709209815123", "2024-02-29T12:30:15.123000Z"],
    [1709209815123, "2024-02-29T12:30:15.123000Z"],
    ["", null],
    [null, null],
  ])("reads %s", (value, instant) => {
    expect(readTime(value)).toBe(instant);
  });

  it.each([
    "yesterday",
    "2024-02-30",
    "29.02.2024",
    "02/03/2024",
    "2024-02-29T25:00:00Z",
    {},
    true,
  ])("doesn't guess what %s means", (value) => {
    expect(readTime(value)).toBe(undefined);
  });
});

describe("JSON", () => {
  it("keeps every digit of a number, and everything else as it is", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const kept: unknown = parseExactly(json);
        const plain: unknown = JSON.parse(json);
        const digits = /\d{16}|\.\d{10}/.test(json);
        if (!digits) expect(kept).toEqual(plain);
        expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
      }),
    );
    expect(parseExactly('{"id":108234567890123456789,"n":12,"t":"1082345678901234567"}')).toEqual({
      id: "108234567890123456789",
      n: 12,
      t: "1082345678901234567",
    });
    expect(parseExactly('[-0.12345678901234567,1.5,"\\"12345678901234567"]')).toEqual([
      "-0.12345678901234567",
      1.5,
      '"12345678901234567',
    ]);
  });

  it("rejects what isn't JSON, also with long numbers", () => {
    expect(() => parseExactly("[012345678901234567890]")).toThrow(SyntaxError);
    expect(() => parseExactly("[12345678901234567890,]")).toThrow(SyntaxError);
  });

  it("reads objects of lines, of a list and of a page", async () => {
    const people = [{ id: 1 }, { id: 2 }];
    const lines = people.map((row) => JSON.stringify(row)).join("\n");
    const folder = await exportFiles({
      "lines.jsonl": lines,
      "list.json": people,
      "page.json": { users: people, next: null },
    });
    for (const name of ["lines.jsonl", "list.json", "page.json"]) {
      const rows = await allOf(readJson({ path: `${folder}/${name}`, name }, "users"));
      expect(rows.map(({ value }) => value)).toEqual(people);
    }
  });
});

async function csv(content: string | Uint8Array, required: string[] = [], delimiter = ",") {
  const folder = await exportFiles({});
  await writeFile(`${folder}/users.csv`, content);
  const file = { path: `${folder}/users.csv`, name: "users.csv" };
  return allOf(readCsv(file, { delimiter, required }));
}

describe("CSV", () => {
  it("reads quotes, line ends within a cell, and a byte order mark", async () => {
    const rows = await csv('\uFEFFid,name\r\n1,"Ada, ""the"" first"\r\n2,"two\r\nlines"\r\n\r\n');
    expect(rows.map(({ position, value }) => [position, value])).toEqual([
      [1, { id: "1", name: 'Ada, "the" first' }],
      [2, { id: "2", name: "two\r\nlines" }],
    ]);
  });

  it("reads any text back", async () => {
    const cell = fc.string({ unit: "binary" }).filter(isStorable);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), async (cells) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = [["id", "name"], ...cells].map((row) => row.map(quoted).join(","));
        const rows = await csv(`${lines.join("\n")}\n`);
        expect(rows.map(({ value }) => value)).toEqual(cells.map(([id, name]) => ({ id, name })));
      }),
      { numRuns: 50 },
    );
  });

  it("keeps a row with too many or too few columns as a row without a shape", async () => {
    const rows = await csv("id,name\n1,Ada\n2\n3,Grace,more\n4,Alan\n");
    expect(rows.map(({ value }) => value)).toEqual([
      { id: "1", name: "Ada" },
      null,
      null,
      { id: "4", name: "Alan" },
    ]);
  });

  it.each([
    ["nothing", "", "SOURCE_UNREADABLE"],
    ["an open quote", 'id,name\n1,"secret', "SOURCE_UNREADABLE"],
    ["text after a quote", 'id,name\n1,"secret"x\n', "SOURCE_UNREADABLE"],
    ["another encoding", Buffer.from("id,name\n1,Jos\xe9\n", "latin1"), "SOURCE_UNREADABLE"],
    ["two columns of a name", "id,id\n1,secret\n", "SOURCE_UNREADABLE"],
    ["another delimiter", "id;mail\n1;secret\n", "SOURCE_COLUMN_MISSING"],
  ])("rejects a file with %s, without quoting its contents", async (_name, content, code) => {
    const refusal = await csv(content, ["id"]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code });
    expect(String(refusal)).not.toContain("secret");
  });
});

describe("a mapping", () => {
  const mapping = parseFileMapping({
    columns: {
      id: "id",
      email: "contact.mail",
      emailVerified: "verified_at",
      name: ["first", "last"],
      role: { value: "member" },
      status: "state",
      avatar: "photo",
    },
    statuses: { gone: "deleted" },
    mentor: {
      headline: "job",
      bio: "about",
      languages: { value: "en" },
      expertise: "topics",
    },
  });
  const read = (row: unknown) => {
    const found = mappedReader(mapping)(row);
    if (found === null || !("person" in found)) throw new Error("no person");
    return found.person;
  };

  it("reads nested columns, several as one name, constants and a time as a confirmation", () => {
    const row = {
      id: 7,
      contact: { mail: "a@b.org" },
      verified_at: "2024-01-01",
      first: "Ada",
      last: "L",
      photo: "https://pictures.example/7",
      x: 1,
    };
    expect(read(row)).toMatchObject({
      id: "7",
      email: "a@b.org",
      isVerified: true,
      names: ["Ada L"],
      roles: ["member"],
      status: "active",
      picture: "https://pictures.example/7",
      kept: { x: 1, photo: "https://pictures.example/7" },
    });
    expect(profileOf({ job: "Engineer", topics: "Go; Testing" }, mapping)).toEqual({
      headline: "Engineer",
      languages: ["en"],
      expertise: ["Go", "Testing"],
    });
  });

  it("makes no profile of what it gives everybody", () => {
    expect(profileOf({ job: "", topics: [] }, mapping)).toEqual({});
  });

  it("never guesses a status or a confirmation", () => {
    expect(read({ state: "weird" }).status).toBe(undefined);
    expect(read({ state: "gone" }).status).toBe("deleted");
    expect(read({ verified_at: "maybe" })).toMatchObject({
      isVerified: false,
      notes: ["EMAIL_VERIFIED_UNKNOWN"],
    });
    expect(read({ verified_at: false }).isVerified).toBe(false);
    expect(read({ constructor: "x", state: "constructor" }).status).toBe(undefined);
  });

  it("keeps nothing that is named like a secret", () => {
    const row = {
      id: 1,
      account: { hash: "x", plan: "free", keys: [{ secret: "x" }] },
      password: "x",
      Old_Hash: "x",
      apiToken: "x",
      totp_secret: "x",
      city: "Rome",
    };
    expect(read(row).kept).toEqual({ city: "Rome", account: { plan: "free", keys: [null] } });
  });

  it("says what is wrong with it", () => {
    for (const wrong of [{}, { columns: {} }, { columns: { id: "id" }, roles: { a: "boss" } }]) {
      expect(() => parseFileMapping(wrong)).toThrow("the mapping is invalid at");
    }
  });
});

describe("people", () => {
  it("keep an ID that is a UUID, and otherwise always get the same one", () => {
    const uuid = "00000000-0000-4000-8000-000000000001";
    expect(idOf("file", uuid)).toBe(uuid);
    expect(idOf("file", "a")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(idOf("file", "a")).toBe(idOf("file", "a"));
    expect(idOf("clerk", "a")).not.toBe(idOf("file", "a"));
    expect(idOf("file", "")).toBe(null);
    expect(personRow(personOf({ email: " A@b.org" }), RULES).id).toBe(
      idOf("file", "email:a@b.org"),
    );
  });

  it("get the first name that can be used, and the strongest of their roles", () => {
    const roles = { a: "mentor", b: "pm" } as const;
    const person = personOf({
      id: "1",
      isVerified: true,
      names: ["\u202e", "Ada"],
      roles: ["b", "a"],
    });
    expect(personRow(person, { ...RULES, roles })).toMatchObject({
      name: "Ada",
      role: "pm",
      codes: { flagged: ["NAME_UNUSABLE"] },
    });
  });

  it("keep names that can't be used in their records, and are never kept out by one", () => {
    const person = personOf({ id: "1", names: ["x".repeat(81), "a\0b", " "], kept: { x: 1 } });
    expect(personRow(person, RULES)).toMatchObject({
      name: null,
      codes: { quarantined: [], flagged: ["NAME_UNUSABLE"] },
      kept: { x: 1, names: ["x".repeat(81)] },
    });
  });

  it("are locked until they enroll again if their authenticator app can't arrive", () => {
    const odd = personOf({ id: "1", authenticators: [{ name: "", secret: "not base32!" }] });
    expect(personRow(odd, RULES)).toMatchObject({ secondFactor: "other", authenticators: [] });
  });
});

describe("hashes", () => {
  it.each(["", "secret", "5f4dcc3b5aa765d61d8327deb882cf99", "$1$abc$def", "pbkdf2_sha256$x$y$z"])(
    "of an unknown kind are never stored: %s",
    (hash) => {
      expect(storableHash(hash)).toBe(null);
    },
  );

  it("have their bytes in base32 and back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});
