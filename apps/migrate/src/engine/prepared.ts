/** The tables of what will be written, and the entity of their rows. */
const PREPARED = {
  prepared_users: "'user'",
  prepared_identities: "'identity'",
  prepared_factors: "'factor'",
  prepared_profiles: "p.entity",
  prepared_sessions: "p.entity",
  prepared_hours: "p.entity",
  prepared_expertise: "p.entity",
} as const;
export type PreparedTable = keyof typeof PREPARED;

/** What will be written, with the verdict: SQL by its table. */
export type Preparations = Partial<Record<PreparedTable, string>>;

/** The tables that a plan fills. */
export function preparedTables(preparations: Preparations): PreparedTable[] {
  return preparedNames.filter((table) => table in preparations);
}
const preparedNames: PreparedTable[] = [
  ...(["prepared_users", "prepared_identities", "prepared_factors", "prepared_profiles"] as const),
  ...(["prepared_sessions", "prepared_hours", "prepared_expertise"] as const),
];

/** The records of a batch, whatever the outcome of the rows. */
export function preparedRecords(tables: PreparedTable[]) {
  const columns = "target_key, outcome, codes, source_digest, digest, unplaced";
  return tables
    .map(
      (table) => `SELECT p.owner, ${PREPARED[table]} AS entity, p.key, ${columns} FROM ${table} p`,
    )
    .join(" UNION ALL ");
}
