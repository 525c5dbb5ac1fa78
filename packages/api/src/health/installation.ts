import type { Db } from "@sundial/db";
import { DAY, MINUTE } from "@sundial/validators/durations";
import type { ServiceContext } from "../context.ts";
import { VERSION } from "./version.ts";

/** The background work runs each minute; a part that hasn't for this long is late. */
const LATE_AFTER = 10 * MINUTE;
/** Failures of the last days count. */
const FAILED_WITHIN = 7 * DAY;
/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

/** Notes that a part of the background work has ended well. */
export async function recordSweep(db: Db, { name, now }: { name: string; now: Date }) {
  await db.$executeRaw`
    INSERT INTO sweep_runs (name, ran_at) VALUES (${name}, ${now})
    ON CONFLICT (name) DO UPDATE SET ran_at = greatest(sweep_runs.ran_at, excluded.ran_at)`;
}

/** Forgets parts that this version doesn't have, which would be late forever. */
export async function forgetSweepRuns(db: Db, names: readonly string[]) {
  await db.sweepRun.deleteMany({ where: { name: { notIn: [...names] } } });
}

/**
 * Whether the background work is alive (when its slowest part last ended, and which parts are
 * late), emails go out (the oldest that should have, and failed ones of the last seven days),
 * webhooks are delivered, and which version answers. Counts end at a hundred.
 */
export async function checkInstallation({ db, now: clock }: ServiceContext) {
  const now = clock();
  const since = new Date(now.getTime() - FAILED_WITHIN);
  const [runs, oldest, failedEmails, endpoints, failedDeliveries] = await Promise.all([
    db.sweepRun.findMany({ orderBy: [{ ranAt: "asc" }, { name: "asc" }] }),
    db.emailOutbox.findFirst({
      where: { status: "pending", dueAt: { lte: now } },
      orderBy: { dueAt: "asc" },
      select: { dueAt: true },
    }),
    db.emailOutbox.count({ where: { status: "failed", dueAt: { gte: since } }, take: COUNTED_MAX }),
    db.webhookEndpoint.count({
      where: {
        OR: [{ status: "paused", pauseReason: { not: "admin" } }, { failingSince: { not: null } }],
      },
    }),
    db.webhookDelivery.count({
      where: { status: "failed", createdAt: { gte: since } },
      take: COUNTED_MAX,
    }),
  ]);
  const lateBefore = now.getTime() - LATE_AFTER;
  return {
    version: VERSION,
    worker: {
      /** Null until it has run for the first time. */
      ranAt: runs[0]?.ranAt ?? null,
      late: runs.filter(({ ranAt }) => ranAt.getTime() < lateBefore).map(({ name }) => name),
    },
    email: { oldestDueAt: oldest?.dueAt ?? null, failed: failedEmails },
    webhooks: { troubledEndpoints: endpoints, failedDeliveries },
  };
}
