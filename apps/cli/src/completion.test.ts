import { expect, it } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { candidates } from "./completion.ts";
import { EXIT_MEANINGS } from "./exit-codes.ts";
import { manPage } from "./man-page.ts";
import { PROCEDURES } from "./version.ts";

it.each([
  [["se"], ["sessions"]],
  [
    ["profile", ""],
    ["list", "use"],
  ],
  [["people", "list", "--r"], ["--role"]],
  [
    ["people", "list", "--role", ""],
    ["admin", "mentee", "mentor", "pm"],
  ],
  [["--profile", "x", "people", "re"], ["reactivate"]],
  [
    ["people", "set-role", "ada", "m"],
    ["mentee", "mentor"],
  ],
  [
    ["completion", ""],
    ["bash", "fish", "zsh"],
  ],
  [
    ["call", "mentor."],
    ["mentor.byId", "mentor.filters", "mentor.list", "mentor.mine", "mentor.mySetUp"],
  ],
  [["people", "show", ""], []],
  [["nonsense", ""], []],
])("completes %j", (words, expected) => {
  expect(candidates(words)).toEqual(expected);
});

it("completes every procedure", () => {
  expect(candidates(["call", ""])).toEqual(Object.keys(PROCEDURES).sort());
  expect(Object.keys(PROCEDURES).length).toBeGreaterThan(50);
});

it("describes every command and exit code in the man page", () => {
  const page = manPage();
  for (const { name } of COMMANDS) {
    expect(page).toContain(`.SS "sundial ${name.replaceAll("-", "\\-")}`);
  }
  for (const [code] of EXIT_MEANINGS) expect(page).toContain(`.B ${code}\n`);
});
