import { AsyncResource } from "node:async_hooks";
import type { Db } from "@sundial/db";
import { SECOND } from "@sundial/validators/durations";
import type { Log } from "../log.ts";

/** How long one round waits for the next. A stream ends this long after its session, at most. */
const ROUND = 2 * SECOND;

/** More of one person, in as many tabs, end the oldest. */
const STREAMS_MAX = 10;

interface Stream {
  sessionId: string;
  userId: string;
  tell: (state: LiveState) => void;
  end: () => void;
}

export interface NotificationFeed {
  /** The state now and after each change, until the session, the caller or the server ends. */
  follow: (
    session: { sessionId: string; userId: string },
    left: AbortSignal,
  ) => AsyncGenerator<
    {
      unread: number;
      /** The newest one, which changes even when as many are unread as before. */
      newestId: string | null;
    },
    void,
    void
  >;
  /** How many are open; for tests. */
  size: () => number;
}

type LiveState = { unread: number; newestId: string | null };

interface FeedOptions {
  db: Db;
  log: Pick<Log, "error">;
  /** Ends all streams, when the server shuts down. */
  signal: AbortSignal;
  roundMs?: number;
}

/**
 * The open streams of one server. Each round is one statement for all of them, since a transaction
 * pooler carries no LISTEN; without streams, there is none. A round also asks whether each session
 * is still valid, and ends the streams of those that aren't.
 */
export function notificationFeed({
  db,
  log,
  signal,
  roundMs = ROUND,
}: FeedOptions): NotificationFeed {
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | undefined;

  // Not within the deadline of the request whose stream began it.
  const round = AsyncResource.bind(async () => {
    timer = undefined;
    if (streams.size === 0) return;
    try {
      const states = await readStates(
        db,
        [...streams].map(({ sessionId }) => sessionId),
      );
      for (const stream of [...streams]) {
        const state = states.get(stream.sessionId);
        if (state === undefined) stream.end();
        else stream.tell(state);
      }
    } catch (error) {
      // Pages keep what they show; the next round says what they missed.
      log.error({ err: error }, "the open pages couldn't be told what is new");
    }
    schedule();
  });

  function schedule() {
    if (streams.size > 0 && !signal.aborted)
      timer = setTimeout(() => void round(), roundMs).unref();
  }

  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    for (const stream of [...streams]) stream.end();
  });

  return {
    async *follow({ sessionId, userId }, left) {
      if (signal.aborted) return;
      const own = [...streams].filter((stream) => stream.userId === userId);
      if (own.length >= STREAMS_MAX) own[0]?.end();
      let latest: LiveState | undefined;
      let isToldOf: LiveState | undefined;
      let isOver = false;
      let wake = () => {};
      const stream: Stream = {
        sessionId,
        userId,
        tell: (state) => {
          latest = state;
          wake();
        },
        end: () => {
          isOver = true;
          wake();
        },
      };
      left.addEventListener("abort", stream.end);
      streams.add(stream);
      try {
        latest = (await readStates(db, [sessionId])).get(sessionId);
        if (latest === undefined) return;
        if (timer === undefined) schedule();
        while (!isOver && !left.aborted) {
          if (latest.unread !== isToldOf?.unread || latest.newestId !== isToldOf.newestId) {
            isToldOf = latest;
            yield latest;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        left.removeEventListener("abort", stream.end);
        streams.delete(stream);
      }
    },
    size: () => streams.size,
  };
}

interface Row {
  sessionId: string;
  unread: number;
  newestId: string | null;
}

/** For each valid session: what its person has not read. */
async function readStates(db: Db, sessionIds: string[]): Promise<Map<string, LiveState>> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT s.id AS "sessionId", n.unread, n.newest AS "newestId"
      FROM unnest(${sessionIds}::text[]) AS open(id)
      JOIN sessions s ON s.id = open.id AND s.expires_at > now()
      JOIN users u ON u.id = s.user_id AND u.status <> 'suspended'
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS unread, (array_agg(id::text ORDER BY created_at DESC, id DESC))[1] AS newest
         FROM notifications WHERE user_id = u.id AND in_app AND read_at IS NULL) AS n`;
  return new Map(rows.map(({ sessionId, ...state }) => [sessionId, state]));
}
