import { type Db, databaseFailure, missingMigrations, withinTime } from "@sundial/db";

/** How long the database may take before it counts as unreachable, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * How long an answer is cached, in milliseconds, so strangers can't make the database write at
 * will.
 */
const KEPT_MS = 5_000;

export type Readiness = {
  status: "ready" | "error";
  database: "writable" | "readOnly" | "full" | "unreachable";
  migrations: "applied" | "missing" | "unknown";
};

/**
 * Whether changes can be saved and at least this build's migrations are applied. Never throws and
 * always answers within about `patienceMs` milliseconds. One check runs at a time, and its answer is
 * cached for five seconds.
 */
export function readinessCheck(db: Db, patienceMs = PATIENCE_MS): () => Promise<Readiness> {
  let latest: { answer: Promise<Readiness>; until: number } | undefined;
  return () => {
    if (latest === undefined || performance.now() >= latest.until) {
      const check = { answer: readiness(db, patienceMs), until: Number.POSITIVE_INFINITY };
      void check.answer.then(() => {
        check.until = performance.now() + KEPT_MS;
      });
      latest = check;
    }
    return latest.answer;
  };
}

async function readiness(db: Db, patienceMs: number): Promise<Readiness> {
  const [database, migrations] = await withinTime(patienceMs, () =>
    Promise.all([takesWrites(db), hasMigrations(db)]),
  );
  const isReady = database === "writable" && migrations === "applied";
  return { status: isReady ? "ready" : "error", database, migrations };
}

/**
 * Saves one row, shared by all servers, again and again: only a COMMIT proves that changes are
 * saved.
 */
async function takesWrites(db: Db): Promise<Readiness["database"]> {
  try {
    await db.$executeRaw`
      INSERT INTO rate_limits (key, points, ends_at) VALUES ('ready', 0, now())
      ON CONFLICT (key) DO UPDATE SET ends_at = excluded.ends_at`;
    return "writable";
  } catch (error) {
    const failure = databaseFailure(error);
    if (failure === "DATABASE_READ_ONLY") return "readOnly";
    return failure === "DATABASE_FULL" ? "full" : "unreachable";
  }
}

async function hasMigrations(db: Db): Promise<Readiness["migrations"]> {
  try {
    const missing = await missingMigrations(db);
    return missing.length === 0 ? "applied" : "missing";
  } catch {
    return "unknown";
  }
}
