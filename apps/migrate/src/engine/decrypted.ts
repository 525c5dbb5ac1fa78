import type pg from "pg";
import { copy, createTables, type SourceEntity } from "./staging.ts";

/**
 * How to read a source that encrypts columns. SQL can't, because the keys must never leave this
 * process.
 */
export interface Decryption {
  /** Decrypts the rows that are staged in a session, within its transaction. */
  decrypt: (session: pg.ClientBase) => Promise<void>;
  /** Opens another session on the target, for temporary tables. */
  openSession: () => Promise<pg.Client>;
}

/** The kinds of rows that may have encrypted columns. */
const ENCRYPTABLE = ["user", "factor"];

/**
 * A session with the decrypted rows of a whole source staged, to compute from them what they become.
 * `rowsOf` is the SQL of an entity's rows at the source. Ends with the session.
 */
export async function stageDecrypted(
  source: pg.ClientBase,
  entities: SourceEntity[],
  { decrypt, openSession }: Decryption,
  rowsOf: (entity: SourceEntity) => Promise<string>,
) {
  const session = await openSession();
  try {
    await session.query("BEGIN");
    await createTables(session);
    for (const entity of entities.filter(isEncryptable)) {
      await copy(source, await rowsOf(entity), session, entity.staging);
      await session.query(`CREATE INDEX ON ${entity.staging} (key); ANALYZE ${entity.staging}`);
    }
    await decrypt(session);
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

export const isEncryptable = ({ kind }: SourceEntity) => ENCRYPTABLE.includes(kind);
