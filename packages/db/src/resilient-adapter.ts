import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from "@prisma/driver-adapter-utils";
import type { DatabaseTarget } from "./connection-url.ts";
import {
  DatabaseTimeoutError,
  DatabaseUnavailableError,
  OutcomeUnknownError,
} from "./database-failure.ts";
import { continueWork, currentWork, timeLeft, type Work } from "./deadline.ts";
import { connectionFailure, sqlState } from "./driver-failure.ts";
import { isPlainSelect } from "./plain-select.ts";
import { withRetry } from "./retry.ts";
import { createSlots } from "./slots.ts";

/** One statement as it went to the server, without its parameters, which may be personal. */
export type QueryEvent = { sql: string; durationMs: number };

type AdapterOptions = {
  target: DatabaseTarget;
  poolSize: number;
  connectTimeoutMs: number;
  limitMs: number | null;
  onQuery: ((event: QueryEvent) => void) | undefined;
};

/** Whether a failure leaves the outcome open, which happens only when something was to be saved. */
type Stakes = "nothing" | "saved";

const ROLLBACK = { sql: "ROLLBACK", args: [], argTypes: [] } satisfies SqlQuery;

/**
 * Wraps any driver in the same behavior when connections fail. It retries what can't have changed
 * anything: reads, the beginning of a transaction, and statements that were never sent. It doesn't
 * retry a write that may have reached the server, or anything inside a transaction. Those fail with
 * {@link DatabaseUnavailableError}, or {@link OutcomeUnknownError} if they may have been saved.
 * Waiting for a connection, retries and statements share the deadline of the current work.
 */
export function resilientAdapter(
  factory: SqlDriverAdapterFactory,
  options: AdapterOptions,
): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wrapAdapter(await factory.connect(), options),
  };
}

function wrapAdapter(adapter: SqlDriverAdapter, options: AdapterOptions): SqlDriverAdapter {
  const { target, connectTimeoutMs, limitMs } = options;
  const { once, observed } = statements(options);
  // The pool's own queue would still carry out what waits there after the caller has given up.
  const slots = createSlots(options.poolSize);

  const inWork = <T>(run: (work: Work) => Promise<T>): Promise<T> => {
    const work = currentWork(limitMs);
    return continueWork(work, () => run(work));
  };

  const slot = async () => {
    const giveBack = await slots.take(Math.min(connectTimeoutMs, timeLeft() ?? Infinity));
    if (giveBack === null) throw new DatabaseUnavailableError(target, "no free connection");
    return giveBack;
  };

  /** Retried where that can't do a thing twice. */
  const attempt = <T>(run: () => Promise<T>, isRepeatable: boolean, stakes: Stakes): Promise<T> =>
    once(
      () =>
        withRetry(() => inTime(run), {
          deadlineMs: Math.min(connectTimeoutMs, timeLeft() ?? Infinity),
          shouldRetry: (error) => {
            const failure = connectionFailure(error);
            return failure?.isPassing === true && (isRepeatable || !failure.maybeSent);
          },
        }),
      stakes,
    );

  /** One statement that is its own transaction. */
  const alone = <T>(sql: string, run: () => Promise<T>): Promise<T> =>
    inWork(async (work) => {
      const isRead = isPlainSelect(sql);
      const giveBack = await slot();
      try {
        const stakes = isRead ? "nothing" : "saved";
        const result = await attempt(() => observed(sql, run), isRead, stakes);
        work.saved.any ||= !isRead;
        return result;
      } finally {
        giveBack();
      }
    });

  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => alone(query.sql, () => adapter.queryRaw(query)),
    executeRaw: (query) => alone(query.sql, () => adapter.executeRaw(query)),
    executeScript: (script) => alone(script, () => adapter.executeScript(script)),
    startTransaction: (isolationLevel) =>
      inWork(async (work) => {
        const giveBack = await slot();
        try {
          const begin = () => observed("BEGIN", () => adapter.startTransaction(isolationLevel));
          const transaction = await attempt(begin, true, "nothing");
          return wrapTransaction(transaction, { ...options, work, giveBack });
        } catch (error) {
          giveBack();
          throw error;
        }
      }),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
  };
}

function wrapTransaction(
  transaction: Transaction,
  options: AdapterOptions & { work: Work; giveBack: () => void },
): Transaction {
  const { work, giveBack } = options;
  const { once, observed } = statements(options);
  const inTurn = turnTaking();
  let wrote = false;
  /** Why nothing of the transaction can be saved any more. */
  let failure: unknown;

  const step = async <T>(run: () => Promise<T>, stakes: Stakes = "nothing"): Promise<T> => {
    try {
      return await once(() => inTime(run), stakes);
    } catch (error) {
      // Errors after the first failure don't say the reason.
      if (sqlState(error) === "25P02" && failure !== undefined) throw failure;
      failure ??= error;
      throw error;
    }
  };

  const statement = <T>({ sql }: SqlQuery, run: () => Promise<T>): Promise<T> =>
    inTurn(() =>
      continueWork(work, async () => {
        if (/^\s*ROLLBACK\s*$/i.test(sql)) return rollBack(run);
        if (/^\s*COMMIT\s*$/i.test(sql)) return commit(run);
        wrote ||= !isPlainSelect(sql);
        return step(() => observed(sql, run));
      }),
    );

  /** Postgres answers the COMMIT of a failed transaction with a silent ROLLBACK. */
  const commit = async <T>(run: () => Promise<T>): Promise<T> => {
    if (failure === undefined && isLate()) failure = new DatabaseTimeoutError();
    if (failure !== undefined) {
      await rollBack(() => transaction.executeRaw(ROLLBACK)).catch(() => {});
      throw failure;
    }
    const result = await step(() => observed("COMMIT", run), wrote ? "saved" : "nothing");
    work.saved.any ||= wrote;
    return result;
  };

  /** The server rolls back by itself when the connection is gone. */
  const rollBack = async <T>(run: () => Promise<T>): Promise<T> => once(run, "nothing");

  const release = async (end: () => Promise<void>) => {
    try {
      await once(end, "nothing");
    } finally {
      giveBack();
    }
  };

  const savepoint = (run: () => Promise<void>) => inTurn(() => continueWork(work, () => step(run)));

  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => statement(query, () => transaction.queryRaw(query)),
    executeRaw: (query) => statement(query, () => transaction.executeRaw(query)),
    commit: () => release(() => transaction.commit()),
    rollback: () => release(() => transaction.rollback()),
    createSavepoint: (name) => savepoint(async () => transaction.createSavepoint?.(name)),
    rollbackToSavepoint: (name) =>
      savepoint(async () => {
        await transaction.rollbackToSavepoint?.(name);
        failure = undefined;
      }),
    releaseSavepoint: (name) => savepoint(async () => transaction.releaseSavepoint?.(name)),
  };
}

/**
 * Runs one thing after the other. Prisma loads several relations at once, but a transaction has one
 * connection. What a driver queues with a warning today, it will reject in the future.
 */
function turnTaking() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

const isLate = () => (timeLeft() ?? 1) <= 0;

/** Begins nothing that couldn't be finished in time. */
async function inTime<T>(run: () => Promise<T>): Promise<T> {
  if (isLate()) throw new DatabaseTimeoutError();
  return run();
}

function statements({ target, onQuery }: AdapterOptions) {
  /** Runs something once, and names the database if the connection failed. */
  const once = async <T>(run: () => Promise<T>, stakes: Stakes): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const failure = connectionFailure(error);
      if (failure === null) throw error;
      throw failure.maybeSent && stakes === "saved"
        ? new OutcomeUnknownError(target, failure.reason)
        : new DatabaseUnavailableError(target, failure.reason);
    }
  };

  const observed = async <T>(sql: string, run: () => Promise<T>): Promise<T> => {
    if (!onQuery) return run();
    const begun = performance.now();
    try {
      return await run();
    } finally {
      onQuery({ sql, durationMs: performance.now() - begun });
    }
  };

  return { once, observed };
}
