import { expect, test } from "vitest";
import { isPlainSelect } from "./plain-select.ts";

test.each([
  "SELECT 1",
  ' select "public"."users"."id" FROM "public"."users" WHERE ("id" = $1 AND 1=1) LIMIT $2',
  'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "id" FROM "users" OFFSET $1) AS "sub"',
  'SELECT "id" FROM "users" WHERE "id" IN ($1,$2) ORDER BY lower("name")',
])("may be sent twice: %s", (sql) => {
  expect(isPlainSelect(sql)).toBe(true);
});

test.each([
  "INSERT INTO users VALUES (1)",
  "UPDATE users SET name = $1 RETURNING (SELECT 1)",
  "WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone",
  "SELECT * INTO copy FROM users",
  "SELECT 1; DELETE FROM users",
  "SELECT * FROM jobs LIMIT 1 FOR UPDATE SKIP LOCKED",
  "SELECT nextval('ids')",
  "SELECT app.count($1)",
  "SELECT pg_advisory_lock (1)",
  'SELECT "create_user"($1)',
  'SELECT app."create_user" ($1)',
  "SELECT app.create_user($1)",
  "SELECT count$($1)",
  "SELECTED",
  "",
])("may not be sent twice: %s", (sql) => {
  expect(isPlainSelect(sql)).toBe(false);
});
