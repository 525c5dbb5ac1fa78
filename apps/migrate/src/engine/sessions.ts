import type pg from "pg";
import { openSource, openTarget } from "../connections.ts";
import { literal } from "../sql.ts";

/** A connection to each side. */
export interface Sessions {
  source: pg.Client;
  target: pg.Client;
}

/** A reading session in a snapshot of its own or a given one, and a writing one. */
export async function openSessions(
  { fromUrl, toUrl }: { fromUrl: string; toUrl: string },
  snapshot?: string,
): Promise<Sessions> {
  const source = await openSource(fromUrl);
  try {
    await source.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (snapshot !== undefined) {
      await source.query(`SET TRANSACTION SNAPSHOT ${literal(snapshot)}`);
    }
    return { source, target: await openTarget(toUrl) };
  } catch (error) {
    await source.end();
    throw error;
  }
}

export async function closeSessions({ source, target }: Sessions) {
  // A broken connection has nothing left to end.
  await Promise.allSettled([source.end(), target.end()]);
}
