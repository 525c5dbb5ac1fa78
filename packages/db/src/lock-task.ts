import type { DbTransaction } from "./client.ts";

/** Tasks for one process at a time. Older versions lock the same keys, so don't change them. */
const KEYS = {
  signingKeys: "sundial.jwks",
  invitations: "sundial invite",
  sessionSweep: "sundial.sweep",
  feedbackSweep: "sundial.feedback",
  serviceAccountNames: "sundial.service_accounts",
  webhookLimit: "sundial.webhooks",
  firstAdmin: "sundial.first_admin",
  dashboardDays: "sundial.dashboard_days",
  offeredMinutes: "sundial.offered_minutes",
} as const;

type Task = keyof typeof KEYS;

/** Waits until no other process runs this task, and holds the lock until the transaction ends. */
export async function lockTask(tx: DbTransaction, task: Task): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${KEYS[task]}))::text`;
}

/** The same without waiting: returns whether the lock was free. */
export async function tryLockTask(tx: DbTransaction, task: Task): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext(${KEYS[task]})) AS mine`;
  return lock?.mine === true;
}
