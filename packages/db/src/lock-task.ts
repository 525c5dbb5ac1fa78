import type { DbTransaction } from "./client.ts";

/** What one process at a time may do. Older versions lock the same keys, so they stay as they are. */
const KEYS = {
  signingKeys: "sundial.jwks",
  invitations: "sundial invite",
  sessionSweep: "sundial.sweep",
} as const;

type Task = keyof typeof KEYS;

/** Waits until no other process is at this task, and keeps it until the transaction ends. */
export async function lockTask(tx: DbTransaction, task: Task): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${KEYS[task]}))::text`;
}

/** The same without waiting: whether nobody else is at it. */
export async function tryLockTask(tx: DbTransaction, task: Task): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext(${KEYS[task]})) AS mine`;
  return lock?.mine === true;
}
