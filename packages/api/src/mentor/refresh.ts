import type { Db } from "@sundial/db";
import { findNextSlots } from "./next-slots.ts";
import { type BoundRow, boundSelect, keepBounds, type SlotBounds } from "./slot-bounds.ts";

const BATCH = 512;

const running = new WeakMap<Db, Promise<void>>();

/**
 * Works out the earliest slot of every mentor of whom nothing is known: all of them at first, later
 * those whose availability changed. Nobody has to run it, since the directory works out whom it
 * needs; run in the background, it spares the next reader the wait. Whoever calls while it runs
 * shares the run.
 */
export function refreshEarliestSlots({ db, now }: { db: Db; now: Date }): Promise<void> {
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
    const ids = rows.map(({ mentorId }) => mentorId);
    const next = await findNextSlots(db, ids, { now, day: null });
    const learnt = rows.flatMap((row): [BoundRow, SlotBounds][] => {
      const slot = next.get(row.mentorId);
      return slot === undefined ? [] : [[row, slot.bounds]];
    });
    await keepBounds(db, learnt);
    if (rows.length < BATCH) return;
    after = last.number;
  }
}
