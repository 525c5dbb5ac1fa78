import type pg from "pg";
import { type Scope, withinScope } from "./scope.ts";

/** The source cut into scopes of so many users, and how many there are. Rows without a user come last. */
export async function scopesOf(source: pg.ClientBase, users: string, batchSize: number) {
  const { rows } = await source.query<{ id: string; total: number }>(
    `SELECT id::text, total::float8 FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total FROM ${users}) u
     WHERE n % ${batchSize} = 0 OR n = total ORDER BY n`,
  );
  const scopes: Scope[] = rows.map(({ id }, index) => ({
    after: rows[index - 1]?.id,
    through: id,
  }));
  const last = scopes.at(-1);
  // Rows may name users beyond the last one, who are missing.
  if (last) last.through = undefined;
  return { scopes: [...scopes, { ownerless: true }], total: rows[0]?.total ?? 0 };
}

/** Two halves of a scope with as many users each, or the one person in it. */
export async function splitScope(
  source: pg.ClientBase,
  users: string,
  scope: Scope,
): Promise<[Scope, Scope] | { owners: string[] }> {
  if (scope.ownerless) return { owners: [""] };
  const { rows } = await source.query<{ id: string }>(
    `SELECT id::text FROM ${users} WHERE ${withinScope("id", scope)} ORDER BY id`,
  );
  const middle = rows[Math.floor((rows.length - 1) / 2)];
  if (middle === undefined || rows.length < 2) return { owners: rows.map(({ id }) => id) };
  return [
    { ...scope, through: middle.id },
    { ...scope, after: middle.id },
  ];
}
