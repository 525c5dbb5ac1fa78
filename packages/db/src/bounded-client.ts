import * as neon from "@neondatabase/serverless";
import pg from "pg";
import { timeLeft } from "./deadline.ts";

/** How much longer than the server we wait: its own error says more than a cut connection. */
const GRACE_MS = 1_000;

/** Statements that begin or end a transaction, or must be its first. */
const CONTROL = /^\s*(begin|start|set|commit|end|rollback|abort|savepoint|release)\b/i;

/** Applies to one transaction, or to a single statement outside one. */
const SET_LIMIT =
  "SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)";

type Client = pg.Client | neon.Client;
type Method = (...given: unknown[]) => unknown;

/**
 * Connections that obey the deadline of the current work (see `withinTime`). Each statement passes
 * the remaining time to the server as its `statement_timeout`, in the same message and for this
 * transaction only. That costs no round trip, leaves nothing behind in a pooled connection, and
 * works through poolers, which reject settings at the start. If the answer still doesn't come, the
 * connection is cut.
 */
export class BoundedPgClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    keepDeadlines(this);
  }
}

/** The same for Neon's proxy. */
export class BoundedNeonClient extends neon.Client {
  constructor(config?: string | neon.ClientConfig) {
    super(config);
    keepDeadlines(this);
  }
}

function keepDeadlines(client: Client) {
  // Neon doesn't export its own Query class.
  const Query: unknown = Reflect.get(client.constructor, "Query");
  if (typeof Query !== "function") throw new Error("The driver has no Query.");

  replace(client, "connect", (connect) => (...given) => {
    const left = timeLeft();
    const [done] = given;
    if (left === null || !isMethod(done)) return connect(...given);
    return connect(cutAfter(client, left, done));
  });

  replace(client, "query", (send) => (...given) => {
    const left = timeLeft();
    if (left === null) return send(...given);
    const [config, ...others] = given;
    const run = (done: Method) => {
      const ended = cutAfter(client, Math.max(left, 0) + GRACE_MS, done);
      const query: object = Reflect.construct(Query, [config, others.find(Array.isArray), ended]);
      if (!CONTROL.test(String(Reflect.get(query, "text")))) limitStatement(client, query, left);
      send(query);
    };
    const callback = others.find(isMethod);
    if (callback !== undefined) return run(callback);
    return new Promise((resolve, reject) => {
      run((error, result) => (error ? reject(error) : resolve(result)));
    });
  });
}

/** Sends the limit ahead of the statement, in the same message, and hides its answer. */
function limitStatement({ connection }: Client, query: object, ms: number) {
  const limit = String(Math.max(1, Math.ceil(ms)));
  let isSet = false;
  replace(query, "requiresPreparation", () => () => true);
  replace(query, "prepare", (prepare) => (...given) => {
    connection.parse({ text: SET_LIMIT, name: "", types: [] }, true);
    connection.bind({ values: [limit] }, true);
    connection.execute({}, true);
    prepare(...given);
  });
  replace(
    query,
    "handleDataRow",
    (handle) =>
      (...given) =>
        isSet && handle(...given),
  );
  replace(query, "handleCommandComplete", (handle) => (...given) => {
    if (isSet) handle(...given);
    isSet = true;
  });
}

/** A callback that fails after `ms` unless it was called by then; the connection is discarded. */
function cutAfter(client: Client, ms: number, done: Method): Method {
  let isDone = false;
  const settle: Method = (...given) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    done(...given);
  };
  const cut = () => {
    if (isDone) return;
    // Marks it as ending, which keeps the pool from handing it out again.
    void client.end();
    client.connection.stream.destroy();
    settle(new Error("Connection terminated: no answer in time"));
  };
  // After a stall on our side, an answer may have arrived unread, so check it first.
  const timer = setTimeout(() => setImmediate(cut), ms);
  return settle;
}

/** Wraps a method; drivers don't declare all of theirs. */
function replace(target: object, name: string, around: (method: Method) => Method) {
  const method: unknown = Reflect.get(target, name);
  if (!isMethod(method)) throw new Error(`The driver has no ${name}.`);
  Object.defineProperty(target, name, { value: around(method.bind(target)) });
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}
