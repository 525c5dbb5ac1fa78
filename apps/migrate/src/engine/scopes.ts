import type pg from "pg";
import { type Scope, withinScope } from "./scope.ts";

/**
 * The source cut into scopes of at most this many users, evenly spread over the workers, and the
 * number of users. Rows without a user come last.
 */
export async function scopesOf(
  source: pg.ClientBase,
  users: string,
  { batchSize, workers }: { batchSize: number; workers: number },
) {
  const { rows } = await source.query<{ id: string; total: number }>(
    `SELECT id::text, total FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS n, t.total,
         ceil(t.total / (${workers} * ceil(t.total / ${workers * batchSize})))::bigint AS size
       FROM ${users}, (SELECT count(*)::float8 AS total FROM ${users}) t) u
     WHERE n % size = 0 OR n = total ORDER BY n`,
  );
  const scopes: Scope[] = rows.map(({ id }, index) => ({
    after: rows[index - 1]?.id,
    through: id,
  }));
  const last = scopes.at(-1);
  // Rows may name missing users beyond the last one.
  if (last) last.through = undefined;
  return { scopes: [...scopes, { ownerless: true }], total: rows[0]?.total ?? 0 };
}

/** The same for certain users only; an empty name means the rows without a user. */
export function scopesOfOwners(owners: string[], batchSize: number) {
  const named = owners.filter((owner) => owner !== "");
  const size = Math.min(batchSize, MOST_NAMED);
  const scopes: Scope[] = [];
  for (let from = 0; from < named.length; from += size) {
    scopes.push({ owners: named.slice(from, from + size) });
  }
  if (named.length < owners.length) scopes.push({ ownerless: true });
  return { scopes, total: named.length };
}

/** More users listed by name would make a long statement. */
const MOST_NAMED = 1000;

/**
 * Two halves of a scope with equally many users, or its one user and the rows of missing users;
 * undefined if it can't be split.
 */
export async function splitScope(
  source: pg.ClientBase,
  users: string,
  scope: Scope,
): Promise<[Scope, Scope] | undefined> {
  if (scope.ownerless) return undefined;
  if (scope.owners) {
    const half = Math.ceil(scope.owners.length / 2);
    if (scope.owners.length < 2) return undefined;
    return [{ owners: scope.owners.slice(0, half) }, { owners: scope.owners.slice(half) }];
  }
  const { rows } = await source.query<{ id: string }>(
    `SELECT id::text FROM ${users} WHERE ${withinScope("id", scope)} ORDER BY id`,
  );
  const middle = rows[Math.floor((rows.length - 1) / 2)];
  if (middle === undefined) return undefined;
  if (rows.length === 1) return [{ owners: [middle.id] }, { ...scope, except: [middle.id] }];
  return [
    { ...scope, through: middle.id },
    { ...scope, after: middle.id },
  ];
}
