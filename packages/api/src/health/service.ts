import type { Db } from "@sundial/db";

/** How long the database may take to answer before it counts as down. */
const PATIENCE_MS = 2_000;

/** Whether the app can do its work. Never throws and always answers in bounded time. */
export async function checkHealth({ db }: { db: Db }) {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answer = db.$queryRaw`SELECT 1`.then(() => true).catch(() => false);
  const connected = await Promise.race([answer, patience]);
  clearTimeout(timer);
  return connected
    ? ({ status: "ok", database: "connected" } as const)
    : ({ status: "error", database: "unreachable" } as const);
}
