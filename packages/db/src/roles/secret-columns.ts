/** Columns whose content opens something, beyond those that their names give away. */
const SECRET_COLUMNS = [
  // The address of a picture may be what lets its caller in.
  "avatar_fetches.url",
  // Links with one-time tokens, and what the token of a sign-up opens.
  "email_outbox.data",
  "verifications.identifier",
  "verifications.value",
  // Encrypted under a key that callers hold.
  "idempotency_keys.saved",
  "totp_factors.secret",
  // The path of a URL may be what lets its caller in.
  "webhook_endpoints.url",
];

const SECRET_NAME = /password|secret|token|hash|private_key/;
/** An instant or an id opens nothing. */
const HARMLESS_NAME = /_(at|id)$/;

/**
 * Whether someone who may only read must not read this column. A new column with such a name is
 * secret until somebody decides otherwise.
 */
export function isSecretColumn(table: string, column: string): boolean {
  if (SECRET_COLUMNS.includes(`${table}.${column}`)) return true;
  return SECRET_NAME.test(column) && !HARMLESS_NAME.test(column);
}
