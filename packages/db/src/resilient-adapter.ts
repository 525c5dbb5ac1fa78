import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from "@prisma/driver-adapter-utils";
import type { DatabaseTarget } from "./connection-url.ts";
import { DatabaseUnavailableError } from "./database-unavailable.ts";
import { connectionFailure } from "./driver-failure.ts";
import { isPlainSelect } from "./plain-select.ts";
import { withRetry } from "./retry.ts";

/** One statement as it went to the server, without its parameters, which may be personal. */
export type QueryEvent = { sql: string; durationMs: number };

type AdapterOptions = {
  target: DatabaseTarget;
  deadlineMs: number;
  onQuery: ((event: QueryEvent) => void) | undefined;
};

/**
 * Gives any driver the same behaviour when connections fail. What cannot have changed anything is
 * tried again: reads, the beginning of a transaction, and statements that were never sent. A write
 * that may have reached the server, and anything inside a transaction, is not. What remains fails
 * with {@link DatabaseUnavailableError}.
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
  const { attempt, observed } = statements(options);
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) =>
      attempt(() => observed(query.sql, () => adapter.queryRaw(query)), isPlainSelect(query.sql)),
    executeRaw: (query) =>
      attempt(() => observed(query.sql, () => adapter.executeRaw(query)), false),
    executeScript: (script) => attempt(() => adapter.executeScript(script), false),
    startTransaction: async (isolationLevel) => {
      const begin = () => observed("BEGIN", () => adapter.startTransaction(isolationLevel));
      return wrapTransaction(await attempt(begin, true), options);
    },
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
  };
}

function wrapTransaction(transaction: Transaction, options: AdapterOptions): Transaction {
  const { once, observed } = statements(options);
  const inTurn = turnTaking();
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query: SqlQuery) =>
      inTurn(() => once(() => observed(query.sql, () => transaction.queryRaw(query)))),
    executeRaw: (query: SqlQuery) =>
      inTurn(() => once(() => observed(query.sql, () => transaction.executeRaw(query)))),
    commit: () => once(() => transaction.commit()),
    rollback: () => once(() => transaction.rollback()),
    createSavepoint: (name) => once(async () => transaction.createSavepoint?.(name)),
    rollbackToSavepoint: (name) => once(async () => transaction.rollbackToSavepoint?.(name)),
    releaseSavepoint: (name) => once(async () => transaction.releaseSavepoint?.(name)),
  };
}

/**
 * Runs one thing after the other. Prisma loads several relations at once, and a transaction has one
 * connection: what a driver queues with a warning today it will refuse tomorrow.
 */
function turnTaking() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

function statements({ target, deadlineMs, onQuery }: AdapterOptions) {
  /** Runs something once and names the database when the connection failed. */
  const once = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const failure = connectionFailure(error);
      if (failure) throw new DatabaseUnavailableError(target, failure.reason);
      throw error;
    }
  };

  /** The same, tried again where that cannot do a thing twice. */
  const attempt = <T>(work: () => Promise<T>, isRepeatable: boolean): Promise<T> =>
    once(() =>
      withRetry(work, {
        deadlineMs,
        shouldRetry: (error) => {
          const failure = connectionFailure(error);
          return failure?.isPassing === true && (isRepeatable || !failure.maybeSent);
        },
      }),
    );

  const observed = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    if (!onQuery) return work();
    const begun = performance.now();
    try {
      return await work();
    } finally {
      onQuery({ sql, durationMs: performance.now() - begun });
    }
  };

  return { once, attempt, observed };
}
