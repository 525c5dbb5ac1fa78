import { describe, expect, test } from "vitest";
import { decodeText, type Row, readPeopleFile, writeResult } from "./read-people-file";

const defaults = { role: "mentee", allowed: ["mentee", "mentor"] } as const;

function rowsOf(text: string): Row[] {
  const file = readPeopleFile(text, defaults);
  if ("problem" in file) throw new Error(file.problem);
  return file.rows;
}

const people = (text: string) => rowsOf(text).map(({ person }) => person);

describe("readPeopleFile", () => {
  const ada = { email: "ada@x.org", role: "mentee", expertise: [] };
  const bo = { email: "bo@x.org", role: "mentor", expertise: ["Chess", "Go"] };

  test.each([
    ["addresses alone", "ada@x.org\nbo@x.org", [ada, { ...ada, email: "bo@x.org" }]],
    [
      "names in any order",
      "Expertise,ROLE,E-Mail\n,,Ada@X.org\nChess|Go,mentor,bo@x.org",
      [ada, bo],
    ],
    ["no names", "ada@x.org,mentee\nbo@x.org,mentor,Chess | Go", [ada, bo]],
    ["semicolons", 'email;role;expertise\nada@x.org;;\nbo@x.org;Mentor;"Chess;Go"', [ada, bo]],
    ["tabs", "email\trole\texpertise\nbo@x.org\tmentor\tChess;Go", [bo]],
    ["quotes, spaces and empty lines", '\n"email"\r\n\r\n" ada@x.org "\r\n,\r\n', [ada]],
    ["columns nobody asked for", "name,email\nAda,ada@x.org", [ada]],
    ["a byte order mark", "\uFEFFemail\nada@x.org", [ada]],
  ])("reads %s", (_, text, expected) => {
    expect(people(text)).toEqual(expected);
  });

  test.each([
    ["", "This file is empty."],
    ["\n,\n", "This file is empty."],
    ["email,role\n", "This file has no rows below its first line."],
    ["name\nAda", "Name one column “email”."],
    [`${"a@x.org\n".repeat(5_001)}`, "A file can have 5,000 people. This one has 5,001."],
  ])("refuses a file as a whole", (text, problem) => {
    expect(readPeopleFile(text, defaults)).toEqual({ problem });
  });

  test("tells invalid rows and repeated addresses, and counts lines as an editor does", () => {
    const rows = rowsOf(
      [
        "email,role,expertise",
        "ada@x.org",
        "",
        "not an address",
        "bo@x.org,boss",
        "cy@x.org,admin",
        "ADA@x.org,mentor",
        "di@x.org,mentor,x",
      ].join("\n"),
    );
    expect(rows.map(({ line, fate, problem }) => [line, fate, problem])).toEqual([
      [2, "new", null],
      [4, "invalid", "Enter an address such as ada@example.org"],
      [5, "invalid", "There is no role “boss”"],
      [6, "invalid", "Only admins can give the role “Admin”"],
      [7, "duplicate", null],
      [8, "invalid", "Use at least 2 characters"],
    ]);
  });
});

test("reads what spreadsheets write", () => {
  const text = "email\nzoë@x.org";
  const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from(text, "utf16le"))]);
  const windows = new Uint8Array([...text].map((letter) => letter.charCodeAt(0)));
  for (const bytes of [new TextEncoder().encode(text), utf16, windows]) {
    expect(decodeText(bytes)).toContain(text);
  }
});

test("writes a result that runs nothing in a spreadsheet", () => {
  const [row] = rowsOf("=HYPERLINK(1)@x.org\nada@x.org");
  const file = writeResult(row ? [row] : []);
  expect(file.split("\r\n")).toEqual([
    "line,email,role,result,problem",
    `1,"'=HYPERLINK(1)@x.org",,Not valid,Enter an address such as ada@example.org`,
  ]);
});
