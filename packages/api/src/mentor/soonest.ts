import type { Db } from "@sundial/db";
import { ANY_START, type WantedStarts } from "./day-filter.ts";
import { findNextSlots, type Outlook, outlookOf } from "./next-slots.ts";
import { END, type Place, readByBound } from "./read-by-bound.ts";
import { workOutAllUnknown } from "./refresh.ts";
import type { MentorSearch } from "./scope.ts";
import {
  type BoundRow,
  isUnknown,
  keepBounds,
  raisedByTime,
  rankBound,
  type SlotBounds,
} from "./slot-bounds.ts";

const MOST_WORKED_OUT = 512;
/** From this many unknown mentors on, one run computes them for all readers. */
const MANY_UNKNOWN = 128;

interface SoonestQuery {
  search: MentorSearch;
  now: Date;
  wanted: WantedStarts;
  /** The numbers of mentors to leave out. */
  shown: ReadonlySet<number>;
  limit: number;
}

interface SoonestMentor extends Outlook {
  mentorId: string;
  number: number;
}
type Candidate = Place & { row: BoundRow };
type Found = Candidate & { earlier: number | null };

const FRONT: Place = { at: Number.NEGATIVE_INFINITY, number: 0 };

const compare = (a: Place, b: Place) => (a.at === b.at ? a.number - b.number : a.at - b.at);

/**
 * The mentors with the earliest open slots; those without any come last, or with a day filter not
 * at all. Exact, although only a few mentors are computed: rows are read in the order of their
 * bounds, and no mentor is computed whose bound is later than the last start of a full page.
 *
 * `learnt` settles when the results have been written back; it never rejects.
 */
export async function findSoonest(
  db: Db,
  query: SoonestQuery,
  mostUnknown = MANY_UNKNOWN,
): Promise<{ mentors: SoonestMentor[]; hasMore: boolean; learnt: Promise<unknown> }> {
  const { now, wanted, limit } = query;
  const chunks = readByBound(db, { ...query, first: 3 * limit + query.shown.size });
  const passed = new Set(query.shown);
  const bounds = new Map<BoundRow, SlotBounds>();
  const writes: Promise<void>[] = [];
  const found: Found[] = [];
  const idle: Candidate[] = [];
  let candidates: Candidate[] = [];
  /** Mentors not read yet rank after this. */
  let reached = FRONT;
  let unknown = 0;

  async function readOn() {
    const { value: page } = await chunks.next();
    const next = page?.reached ?? END;
    if (compare(next, reached) > 0) reached = next;
    for (const row of page?.rows ?? []) {
      // A row that was raised while we read appears a second time.
      if (passed.has(row.number)) continue;
      passed.add(row.number);
      if (isUnknown(row, now)) unknown++;
      const { at, none } = rankBound(row, now, wanted);
      (none ? idle : candidates).push({ at, number: row.number, row });
      const raised = raisedByTime(row, now);
      if (raised !== null) bounds.set(row, raised);
    }
    candidates.sort(compare);
  }

  async function workOut(batch: Candidate[]) {
    const next = await findNextSlots(db, batch.map(idOf), { now, wanted });
    for (const candidate of batch) {
      const slot = next.get(candidate.row.mentorId);
      if (slot === undefined) continue;
      bounds.set(candidate.row, slot.bounds);
      if (slot.start === null) idle.push({ ...candidate, at: slot.bounds.knownUntil.getTime() });
      else found.push({ ...candidate, at: slot.start, earlier: slot.earlier });
    }
    found.sort(compare);
    keep();
  }

  function keep() {
    writes.push(keepBounds(db, [...bounds], now));
    bounds.clear();
  }

  // Most bounds are exact, so hardly more mentors are computed than the page lacks, unless bounds
  // turn out to be wrong.
  for (let doubt = 1.5; ; doubt *= 2) {
    const afterPage = found[limit] ?? END;
    while (compare(reached, candidates[0] ?? END) < 0 && compare(reached, afterPage) < 0) {
      await readOn();
      if (unknown <= mostUnknown) continue;
      await workOutAllUnknown({ db, now });
      return findSoonest(db, query, Number.POSITIVE_INFINITY);
    }
    const due = candidates.filter(
      (place) => compare(place, afterPage) < 0 && compare(place, reached) <= 0,
    );
    const [next] = due;
    if (next === undefined) break;
    const sure = found.filter((place) => compare(place, next) < 0).length;
    const size = Math.min(Math.ceil((limit + 1 - sure) * doubt), MOST_WORKED_OUT);
    await workOut(due.slice(0, size));
    candidates = candidates.slice(Math.min(size, due.length));
  }
  keep();

  const first = found.slice(0, limit).map(({ at, earlier, row: { mentorId, number } }) => ({
    mentorId,
    number,
    noSlotReason: null,
    nextSlot: new Date(at),
    nightSlot: earlier === null ? null : new Date(earlier),
  }));
  const last = wanted.day === null ? idle.sort(compare) : [];
  return {
    mentors: [...first, ...(await outlooksOf(db, last.slice(0, limit - first.length), now))],
    hasMore: found.length + last.length > limit,
    learnt: Promise.all(writes),
  };
}

async function outlooksOf(db: Db, candidates: Candidate[], now: Date): Promise<SoonestMentor[]> {
  const next = await findNextSlots(db, candidates.map(idOf), { now, wanted: ANY_START });
  return candidates.flatMap(({ row: { mentorId, number } }) => {
    const slot = next.get(mentorId);
    return slot === undefined ? [] : [{ mentorId, number, ...outlookOf(slot, now) }];
  });
}

const idOf = ({ row }: Candidate) => row.mentorId;
