// Checks the names that `pnpm new:feature` derives, and that its edits find their anchors.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fillIn, namesOf } from "./new-feature/names.mjs";
import { planFeature } from "./new-feature/plan.mjs";

const root = path.join(import.meta.dirname, "..");

/** The repository as if it had these files. */
function repository(files = {}) {
  return {
    read: (file) => files[file] ?? readFileSync(path.join(root, file), "utf8"),
    exists: (file) =>
      Object.keys(files).some((each) => each === file || each.startsWith(`${file}/`)) ||
      existsSync(path.join(root, file)),
  };
}

test("a noun gives the same names in camelCase and in kebab-case", () => {
  assert.deepEqual(namesOf("favorite-mentor"), namesOf("favoriteMentor"));
  assert.deepEqual(namesOf("favoriteMentor"), {
    noun: "favoriteMentor",
    nouns: "favoriteMentors",
    Noun: "FavoriteMentor",
    Nouns: "FavoriteMentors",
    NOUNS: "FAVORITE_MENTORS",
    kebab: "favorite-mentor",
    path: "favorite-mentors",
    table: "favorite_mentors",
    one: "favorite mentor",
    many: "favorite mentors",
    Many: "Favorite mentors",
    a: "a",
  });
});

test("plurals follow English spelling, or are passed in", () => {
  const pluralOf = (noun, plural) => namesOf(noun, plural).many;
  assert.equal(pluralOf("sessionReply"), "session replies");
  assert.equal(pluralOf("holiday"), "holidays");
  assert.equal(pluralOf("inbox"), "inboxes");
  assert.equal(pluralOf("business"), "businesses");
  assert.equal(pluralOf("child", "children"), "children");
  assert.equal(namesOf("idea").a, "an");
});

test("invalid nouns are refused with a reason", () => {
  for (const [noun, reason] of [
    ["", /must be a noun/],
    ["FavoriteMentor", /must be a noun/],
    ["favorite_mentor", /must be a noun/],
    ["favorite mentor", /must be a noun/],
    ["favourite-", /must be a noun/],
    ["../escape", /must be a noun/],
    ["top10", /must be a noun/],
    ["bookmarks", /plural/],
    ["constructor", /reserved/],
    ["a".repeat(31), /longer than 30/],
  ]) {
    assert.throws(() => namesOf(noun), { message: reason }, noun);
  }
  assert.throws(() => namesOf("advice", "advice"), { message: /must differ/ });
});

test("nouns that are taken are refused, wherever they are taken", () => {
  for (const noun of [
    ...["officeSession", "personalAccessToken", "member", "session", "user", "sessionNote"],
    ...["testing", "role", "event", "calendarFeed", "note", "signingKey"],
  ]) {
    const taken = () => planFeature(namesOf(noun), repository());
    assert.throws(taken, { message: /is taken/ }, noun);
  }
});

test("every edit finds its anchor, also after other features", () => {
  let files = {};
  for (const noun of ["zebraCrossing", "aardvark", "favoriteMentor"]) {
    const names = namesOf(noun);
    const { read } = repository(files);
    const { created, changed } = planFeature(names, repository(files));
    for (const [file, text] of Object.entries(changed)) {
      assert.ok(text.length > read(file).length, file);
      assert.ok(
        [names.noun, names.kebab, names.table].some((name) => text.includes(name)),
        file,
      );
    }
    for (const [file, text] of Object.entries(created)) {
      assert.doesNotMatch(text, /__[A-Za-z]+__/, file);
    }
    files = { ...files, ...created, ...changed };
    const taken = () => planFeature(names, repository(files));
    assert.throws(taken, { message: /is taken/ });
  }
  const routers = [...files["packages/api/src/root.ts"].matchAll(/^ {2}(\w+): \w+Router/gm)];
  const order = routers.map(([, name]) => name);
  assert.deepEqual(order, [...order].sort());
  assert.match(files["ARCHITECTURE.md"], /\n[^\n]*zebra-crossing\s+aardvark\s+favorite-mentor\n/);
});

test("a missing anchor is an error", () => {
  const file = "packages/ledger/src/audit.ts";
  const without = { [file]: "" };
  assert.throws(() => planFeature(namesOf("bookmark"), repository(without)), {
    message: /ledger\/src\/audit\.ts.*\n.*migration\.started/,
  });
  assert.throws(() => fillIn("__Nuon__", namesOf("bookmark")), { message: /__Nuon__/ });
});
