import type { Db } from "@sundial/db";
import { ANY_START } from "./day-filter.ts";
import { findNextSlots } from "./next-slots.ts";
import { type BoundRow, boundSelect, keepBounds, type SlotBounds } from "./slot-bounds.ts";

const BATCH = 512;

/** As long before what is known to be open ends for a reader, the sweep begins to renew it. */
const FADES_WITHIN = 3 * 86_400_000;

const running = new WeakMap<Db, Promise<void>>();

interface RefreshOptions {
  db: Db;
  now: Date;
}

/**
 * Works out the earliest slot of every mentor of whom nothing is known, and of some of whom what is
 * known to be open is in doubt since a booking, or soon over. Nobody has to run it, since the
 * directory works out whom it needs; run in the background, it spares the next reader the wait.
 */
export async function refreshEarliestSlots(options: RefreshOptions): Promise<void> {
  const { db, now } = options;
  const fadesBefore = new Date(now.getTime() + FADES_WITHIN);
  // Mostly there is none, and each of the two has an index that tells so.
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

/** Computes the bounds of all mentors that have none, at first everyone. Concurrent calls share a run. */
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
