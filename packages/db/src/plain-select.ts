/** Functions that only compute. Anything else might write, so a SELECT that calls it is no mere read. */
const HARMLESS_FUNCTIONS = new Set(
  `abs any array_agg avg bool_and bool_or cast coalesce concat count date_trunc exists extract
  greatest in json_agg jsonb_agg jsonb_build_array jsonb_build_object least length lower max min
  nullif now over row_number substring sum to_json to_jsonb tstzrange unnest upper values
  and as from join not on or select then when where else`.split(/\s+/),
);

/**
 * Whether a statement is one SELECT that cannot change anything, so that sending it twice is as good
 * as once. In doubt the answer is no: a `WITH`, a second statement and an unknown function all count
 * as a write.
 */
export function isPlainSelect(sql: string): boolean {
  if (!/^\s*SELECT\b/i.test(sql)) return false;
  if (/;|\b(INTO|INSERT|UPDATE|DELETE|MERGE)\b/i.test(sql)) return false;
  return [...sql.matchAll(/([\w$.]+"?|")\s*\(/g)].every(([, name]) =>
    HARMLESS_FUNCTIONS.has((name ?? "").toLowerCase()),
  );
}
