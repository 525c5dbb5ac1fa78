import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listFiles, readItems } from "./json-files.ts";

const folder = await mkdtemp(join(tmpdir(), "pool-"));
afterAll(() => rm(folder, { recursive: true }));

const user = (name: string) => ({ Username: name, Attributes: [], Users: "a name of their own" });
const page = (...names: string[]) => ({ Users: names.map(user), PaginationToken: "t" });

async function namesIn(content: string | Uint8Array) {
  const path = join(folder, "export.json");
  await writeFile(path, content);
  const names: unknown[] = [];
  for await (const { value } of readItems({ path, name: "export.json" })) {
    names.push(
      typeof value === "object" && value !== null && "Username" in value ? value.Username : value,
    );
  }
  return names;
}

describe("export files", () => {
  it.each([
    ["a page", JSON.stringify(page("a", "b"))],
    ["a page laid out by the command line", JSON.stringify(page("a", "b"), null, 4)],
    [
      "a page that begins with its token",
      JSON.stringify({ PaginationToken: "t", Users: page("a", "b").Users }),
    ],
    ["a page of a library", JSON.stringify({ $metadata: { attempts: 1 }, ...page("a", "b") })],
    ["a list of pages", JSON.stringify([page("a"), page("b")])],
    ["a list of a library's pages", JSON.stringify([{ $metadata: {}, ...page("a") }, page("b")])],
    [
      "one page after the other",
      `${JSON.stringify(page("a"), null, 2)}\n${JSON.stringify(page("b"))}\n`,
    ],
    ["a list of users", JSON.stringify([user("a"), user("b")])],
    [
      "one user after the other",
      `${JSON.stringify(user("a"))}\n\n${JSON.stringify(user("b"), null, 2)}`,
    ],
    ["a byte order mark", `\uFEFF${JSON.stringify(page("a", "b"))}`],
    ["UTF-16", Buffer.from(`\uFEFF${JSON.stringify(page("a", "b"))}`, "utf16le")],
  ])("reads %s", async (_name, content) => {
    expect(await namesIn(content)).toEqual(["a", "b"]);
  });

  it.each([
    ["no users", '{"Users":[]}', []],
    ["one user of AdminGetUser", JSON.stringify(user("a")), ["a"]],
    ["items that are no users", '{"Users":[null,5,"a"]}', [null, 5, "a"]],
    ["a number that only the end of the file ends", '"a" 5', ["a", 5]],
    ["an object that only looks like a page", '{"Users":"none"}', [{ Users: "none" }]],
  ])("reads %s", async (_name, content, names) => {
    expect(await namesIn(content)).toEqual(names);
  });

  it.each([
    ["breaks off", JSON.stringify(page("a", "secret@example.org")).slice(0, -30)],
    ["breaks off between two users", `{"Users":[${JSON.stringify(user("a"))},`],
    ["is no JSON", "secret@example.org"],
    ["is empty, as a command leaves it that failed", " \n"],
    ["is not in UTF-8", Buffer.from('{"Users":["\xe9"]}', "latin1")],
  ])("rejects a file that %s, without quoting its contents", async (_name, content) => {
    const refusal = await namesIn(content).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "SOURCE_UNREADABLE" });
    expect(String(refusal)).not.toContain("secret");
  });

  it("names the last complete item when a file is cut off", async () => {
    const users = ["a", "b", "c"].map((name) => JSON.stringify(user(name)));
    const broken = `{"Users":[${users.join(",")}, {"Username"`;
    await expect(namesIn(broken)).rejects.toThrow("after item 3");
  });

  it("reads an empty JSON Lines file", async () => {
    const path = join(folder, "empty.jsonl");
    await writeFile(path, "");
    const items = readItems({ path, name: "empty.jsonl" });
    expect((await items.next()).done).toBe(true);
  });

  it("reads characters split across two chunks", async () => {
    const long = "ü".repeat(70_001);
    expect(await namesIn(JSON.stringify(page(`x${long}`, long)))).toEqual([`x${long}`, long]);
  });

  it("lists only the export files of a folder, in order", async () => {
    const root = join(folder, "pages");
    await mkdir(join(root, "later"), { recursive: true });
    for (const name of ["2.json", "1.json", "later/3.JSONL", "notes.txt"]) {
      await writeFile(join(root, name), "{}");
    }
    const files = await listFiles(root);
    expect(files.map(({ name }) => name)).toEqual(["1.json", "2.json", "later/3.JSONL"]);
    expect(await listFiles(join(root, "1.json"))).toMatchObject([{ name: "1.json" }]);
    await expect(listFiles(join(root, "nowhere"))).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
    });
  });

  it("yields what it has read before reading on", async () => {
    const path = join(folder, "long.json");
    const one = JSON.stringify(user("a".repeat(1000)));
    await writeFile(path, `{"Users":[${Array(1000).fill(one).join(",")}, broken`);
    const items = readItems({ path, name: "long.json" });
    expect((await items.next()).value).toMatchObject({ position: 1 });
    await expect(async () => {
      for await (const _ of items);
    }).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  });
});
