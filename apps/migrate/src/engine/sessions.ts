import type pg from "pg";
import { openSource, openTarget } from "../connections.ts";
import { literal } from "../sql.ts";

/** A connection to each side. */
export interface Sessions {
  source: pg.Client;
  target: pg.Client;
}

/** A reading session, in a new snapshot or another session's, and a writing one. */
export async function openSessions(
  { fromUrl, toUrl }: { fromUrl: string; toUrl: string },
  beside?: Sessions,
): Promise<Sessions> {
  const source = await openSource(fromUrl);
  try {
    await source.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (beside !== undefined) {
      const { rows } = await beside.source.query<{ snapshot: string }>(
        "SELECT pg_export_snapshot() AS snapshot",
      );
      await source.query(`SET TRANSACTION SNAPSHOT ${literal(rows[0]?.snapshot ?? "")}`);
    }
    return { source, target: await openTarget(toUrl) };
  } catch (error) {
    await source.end();
    throw error;
  }
}

export async function isAlive({ source, target }: Sessions) {
  const answers = await Promise.allSettled([source.query("SELECT"), target.query("SELECT")]);
  return answers.every(({ status }) => status === "fulfilled");
}

export async function closeSessions({ source, target }: Sessions) {
  // A broken connection has nothing left to end.
  await Promise.allSettled([source.end(), target.end()]);
}
