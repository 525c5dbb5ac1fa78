/** What may come before a bracket: functions that only compute. Anything else might write. */
const HARMLESS = new Set(
  `abs array_agg avg bool_and bool_or cast coalesce concat count date_trunc exists extract greatest
  json_agg jsonb_agg jsonb_build_array jsonb_build_object least length lower max min nullif now
  row_number split_part substring sum to_json to_jsonb tstzrange unnest upper
  all and any as by distinct else from having ilike in join lateral like not on or over select then
  union values when where`.split(/\s+/),
);

/**
 * Whether a statement is one SELECT that can't change anything, which makes sending it twice safe.
 * When in doubt, no: a `WITH`, a second statement and an unknown function all count as a write.
 */
export function isPlainSelect(sql: string): boolean {
  if (!/^\s*SELECT\b/i.test(sql)) return false;
  if (/;|\b(INTO|INSERT|UPDATE|DELETE|MERGE)\b/i.test(sql)) return false;
  return [...sql.matchAll(/([\w$.]+"?|")\s*\(/g)].every(([, name]) =>
    HARMLESS.has((name ?? "").toLowerCase()),
  );
}
