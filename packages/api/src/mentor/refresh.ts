import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { ANY_START } from "./day-filter.ts";
import { findNextSlots } from "./next-slots.ts";
import { type BoundRow, boundSelect, keepBounds, type SlotBounds } from "./slot-bounds.ts";

const BATCH = 512;

/** The sweep renews a row this long before its open quarters end for a reader. */
const FADES_WITHIN = 3 * DAY;

const running = new WeakMap<Db, Promise<void>>();

interface RefreshOptions {
  db: Db;
  now: Date;
}

/**
 * Computes the earliest slot of every mentor without bounds, and of some whose open quarters are in
 * doubt since a booking or will soon end. The list is right without it, because the directory
 * computes the mentors it needs. Running it in the background saves the next reader the wait.
 */
export async function refreshEarliestSlots(options: RefreshOptions): Promise<void> {
  const { db, now } = options;
  const fadesBefore = new Date(now.getTime() + FADES_WITHIN);
  // Usually none is due, and an index answers each of the two questions.
  const [due] = await db.$queryRaw<{ isDue: boolean }[]>`
    SELECT EXISTS (SELECT FROM earliest_slots WHERE known_until <= ${now})
        OR EXISTS (SELECT FROM earliest_slots WHERE open_until < ${fadesBefore}) AS "isDue"`;
  if (!due?.isDue) return;
  await workOutAllUnknown(options);
  const fading = await db.earliestSlot.findMany({
    where: { openUntil: { lt: fadesBefore } },
    orderBy: { openUntil: "asc" },
    take: BATCH,
    select: boundSelect,
  });
  await workOut(db, fading, now);
}

/**
 * Computes the bounds of all mentors that have none, at first everyone. Concurrent calls share a
 * run.
 */
export function workOutAllUnknown({ db, now }: RefreshOptions): Promise<void> {
  const shared = running.get(db);
  if (shared !== undefined) return shared;
  const run = workOutUnknown(db, now).finally(() => running.delete(db));
  running.set(db, run);
  return run;
}

async function workOutUnknown(db: Db, now: Date) {
  let after = 0;
  for (;;) {
    const rows = await db.earliestSlot.findMany({
      where: { knownUntil: { lte: now }, number: { gt: after } },
      orderBy: { number: "asc" },
      take: BATCH,
      select: boundSelect,
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    await workOut(db, rows, now);
    if (rows.length < BATCH) return;
    after = last.number;
  }
}

async function workOut(db: Db, rows: BoundRow[], now: Date) {
  const ids = rows.map(({ mentorId }) => mentorId);
  const next = await findNextSlots(db, ids, { now, wanted: ANY_START });
  const learnt = rows.flatMap((row): [BoundRow, SlotBounds][] => {
    const slot = next.get(row.mentorId);
    return slot === undefined ? [] : [[row, slot.bounds]];
  });
  await keepBounds(db, learnt, now);
}
