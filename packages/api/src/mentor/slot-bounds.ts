import type { Db, Prisma } from "@sundial/db";
import { DAY, MINUTE } from "@sundial/validators/durations";
import type { WantedStarts } from "./day-filter.ts";
import { type InstantFilter, nextInQuarters, QUARTER } from "./week-quarters.ts";

const WORTH_A_WRITE = 15 * MINUTE;
/** Open quarters are renewed when no more than this is left. */
const RENEWED_AT = 4 * DAY;

export const boundSelect = {
  mentorId: true,
  number: true,
  notBefore: true,
  weekQuarters: true,
  knownUntil: true,
  horizonMovesAt: true,
  gridMinutes: true,
  noticeMinutes: true,
  openQuarters: true,
  openUntil: true,
  revision: true,
} satisfies Prisma.EarliestSlotSelect;

/** See the model EarliestSlot. */
export type BoundRow = Prisma.EarliestSlotGetPayload<{ select: typeof boundSelect }>;
export type SlotBounds = Omit<BoundRow, "mentorId" | "number" | "revision">;

/** Whether a reset, or a very long time, has left no usable bounds. */
export const isUnknown = (row: BoundRow, now: Date) => row.knownUntil <= now;

/**
 * The instant (epoch milliseconds) before which this mentor surely has no open slot that passes the
 * filter; `none` when they surely have no such slot at all now.
 */
export function lowerBound(row: BoundRow, now: Date, filter: InstantFilter | null = null) {
  const until = row.knownUntil.getTime();
  const soonest = now.getTime() + row.noticeMinutes * MINUTE;
  const from = Math.max(row.notBefore.getTime(), soonest);
  const onGrid = roundUp(from, row.gridMinutes * MINUTE);
  const at =
    from < until ? nextInQuarters(row.weekQuarters, { from: onGrid, until }, filter) : from;
  return { at, none: at >= until && now < row.horizonMovesAt };
}

/**
 * The instant before which this mentor surely has no place in the order of a search, and whether
 * they surely have no wanted start at all. A preferred start loses to an earlier one only when none
 * is soon enough, so its bound counts once one is surely open.
 */
export function rankBound(row: BoundRow, now: Date, { day, preferred }: WantedStarts) {
  const wanted = lowerBound(row, now, day);
  if (wanted.none || preferred === null || wanted.at >= preferred.until) return wanted;
  const { at } = lowerBound(row, now, preferred);
  if (at === wanted.at || !isSurelyOpen(row, now, preferred)) return wanted;
  return { at, none: false };
}

/** Whether some whole quarter ahead has an open start and passes the filter in time. */
function isSurelyOpen(row: BoundRow, now: Date, filter: InstantFilter & { until: number }) {
  const soonest = now.getTime() + row.noticeMinutes * MINUTE;
  const from = Math.floor(soonest / QUARTER + 1) * QUARTER;
  const until = Math.floor(Math.min(row.openUntil.getTime(), filter.until) / QUARTER) * QUARTER;
  return from < until && nextInQuarters(row.openQuarters, { from, until }, filter) < until;
}

/** Whether the open quarters cover too little of the time ahead. */
export const isFading = (row: BoundRow, now: Date) =>
  row.openUntil.getTime() < now.getTime() + RENEWED_AT;

/**
 * The same bounds, with the start moved to where passing time has brought it, if that is worth a
 * write; otherwise null.
 */
export function raisedByTime(row: BoundRow, now: Date): SlotBounds | null {
  const { at } = lowerBound(row, now);
  if (isUnknown(row, now) || at < row.notBefore.getTime() + WORTH_A_WRITE) return null;
  return { ...row, notBefore: new Date(at) };
}

/**
 * Saves what was computed from these rows, unless a mentor was reset since the row was read. Never
 * waits: it skips rows that others are changing. Never fails, because the stored bounds are true,
 * too.
 */
export async function keepBounds(db: Db, kept: [BoundRow, SlotBounds][], now: Date): Promise<void> {
  const news = kept.filter(([row, bounds]) => isFading(row, now) || !isKept(row, bounds));
  if (news.length === 0) return;
  const column = (read: (row: BoundRow, bounds: SlotBounds) => string | number) =>
    news.map(([row, bounds]) => read(row, bounds));
  try {
    await db.$executeRaw`
      WITH kept AS (
        SELECT k.*
          FROM unnest(${column((row) => row.mentorId)}::text[],
                      ${column((row) => row.revision)}::int[],
                      ${column((_, bounds) => bounds.notBefore.toISOString())}::timestamptz[],
                      ${column((_, bounds) => hex(bounds.weekQuarters))}::text[],
                      ${column((_, bounds) => bounds.knownUntil.toISOString())}::timestamptz[],
                      ${column((_, bounds) => bounds.horizonMovesAt.toISOString())}::timestamptz[],
                      ${column((_, bounds) => bounds.gridMinutes)}::int[],
                      ${column((_, bounds) => bounds.noticeMinutes)}::int[],
                      ${column((_, bounds) => hex(bounds.openQuarters))}::text[],
                      ${column((_, bounds) => bounds.openUntil.toISOString())}::timestamptz[])
               AS k (mentor_id, revision, not_before, week_quarters, known_until,
                     horizon_moves_at, grid_minutes, notice_minutes, open_quarters, open_until)
          JOIN earliest_slots e USING (mentor_id, revision)
           FOR UPDATE OF e SKIP LOCKED)
      UPDATE earliest_slots e
         SET not_before = kept.not_before, week_quarters = decode(kept.week_quarters, 'hex'),
             known_until = kept.known_until, horizon_moves_at = kept.horizon_moves_at,
             grid_minutes = kept.grid_minutes, notice_minutes = kept.notice_minutes,
             open_quarters = decode(kept.open_quarters, 'hex'), open_until = kept.open_until
        FROM kept WHERE e.mentor_id = kept.mentor_id`;
  } catch (error) {
    console.error(`earliest_slots: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isKept(row: BoundRow, bounds: SlotBounds) {
  return (
    row.notBefore.getTime() === bounds.notBefore.getTime() &&
    row.knownUntil.getTime() === bounds.knownUntil.getTime() &&
    row.horizonMovesAt.getTime() === bounds.horizonMovesAt.getTime() &&
    row.gridMinutes === bounds.gridMinutes &&
    row.noticeMinutes === bounds.noticeMinutes &&
    hex(row.weekQuarters) === hex(bounds.weekQuarters)
  );
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const roundUp = (instant: number, step: number) => Math.ceil(instant / step) * step;
