import { type Db, Prisma } from "@sundial/db";
import { type ListMentorsInput, type MentorFilter, mentorFilter } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, nameAndId, pageOf } from "../paging.ts";
import { type WantedStarts, wantedStarts } from "./day-filter.ts";
import { findMentorCards } from "./mentor-card.ts";
import { findNextSlots, type Outlook, outlookOf } from "./next-slots.ts";
import { listedMatching, type MentorSearch } from "./scope.ts";
import { decodeShown, encodeShown } from "./shown-mentors.ts";
import { boundSelect, lowerBound } from "./slot-bounds.ts";
import { findSoonest } from "./soonest.ts";
import type { InstantFilter } from "./week-quarters.ts";

/** How many names are read at a time when not everyone is free at the wanted times. */
const NAMES_AT_ONCE = 256;

/**
 * A page of the directory. Each mentor comes with the next open start that passes the day filter,
 * and an earlier one in the reader's night if a daytime start ranks instead (`wantedStarts`). By
 * earliest slot, mentors without a start are last; with a day filter, they are left out.
 *
 * Slots are booked and time passes while the list is read. By earliest slot, the next page starts
 * with the first mentor not shown yet, so nobody appears twice and nobody is missed.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listMentors(ctx: ServiceContext, input: ListMentorsInput) {
  const isFirst = !input.cursor;
  const [page, total] = await Promise.all([
    pageOfMentors(ctx, input),
    isFirst ? countMentors(ctx, input) : null,
  ]);
  return {
    ...page,
    /**
     * The number of matches; null on later pages, and with a day filter, when counting is
     * expensive.
     */
    total,
    /** If nobody matches: the filter whose removal finds the most mentors. */
    dropFilter: isFirst && page.items.length === 0 ? await filterToDrop(ctx, input) : null,
  };
}

async function pageOfMentors(ctx: ServiceContext, input: ListMentorsInput) {
  const now = ctx.now();
  const wanted = wantedStarts(input, { timeZone: ctx.actor.timeZone, now });
  const search = { now, wanted, input };
  return input.sort === "name" ? pageByName(ctx, search) : pageBySlot(ctx, search);
}

interface Search {
  now: Date;
  wanted: WantedStarts;
  input: ListMentorsInput;
}

async function pageBySlot(ctx: ServiceContext, { now, wanted, input }: Search) {
  const shown = input.cursor ? decodeShown(input.cursor) : new Set<number>();
  const { mentors, hasMore, learnt } = await findSoonest(ctx.db, {
    now,
    wanted,
    shown,
    limit: input.limit,
    search: input,
  });
  const [items] = await Promise.all([cardsOf(ctx, mentors), learnt]);
  return {
    items,
    nextCursor: hasMore
      ? encodeShown(new Set([...shown, ...mentors.map(({ number }) => number)]))
      : null,
  };
}

/** The cards of these mentors in their order, without those no longer listed. */
async function cardsOf(ctx: ServiceContext, mentors: (Outlook & { mentorId: string })[]) {
  const cards = await findMentorCards(
    ctx,
    mentors.map(({ mentorId }) => mentorId),
  );
  return mentors.flatMap(({ mentorId, nextSlot, nightSlot, noSlotReason }) => {
    const card = cards.get(mentorId);
    return card === undefined ? [] : [{ ...card, nextSlot, nightSlot, noSlotReason }];
  });
}

async function pageByName(ctx: ServiceContext, { now, wanted, input }: Search) {
  const { day } = wanted;
  let after = input.cursor ? decodeCursor(nameAndId, input.cursor) : null;
  const take = day === null ? input.limit + 1 : NAMES_AT_ONCE;
  const found: (Outlook & { mentorId: string; name: string })[] = [];
  for (;;) {
    const rows = await namesAfter(ctx.db, after, { input, take });
    const outlooks = await outlooksOf(ctx.db, rows, { now, wanted });
    for (const { id, name } of rows) {
      const outlook = outlooks.get(id);
      if (outlook !== undefined) found.push({ ...outlook, mentorId: id, name });
    }
    const last = rows.at(-1);
    if (found.length > input.limit || rows.length < take || last === undefined) break;
    after = [last.name, last.id];
  }
  const { items, nextCursor } = pageOf(found, input.limit, (row) => [row.name, row.mentorId]);
  return { items: await cardsOf(ctx, items), nextCursor };
}

function namesAfter(
  db: Db,
  after: [string, string] | null,
  { input, take }: { input: ListMentorsInput; take: number },
): Promise<{ id: string; name: string }[]> {
  const behind =
    after === null ? Prisma.empty : Prisma.sql`AND (u.name, u.id) > (${after[0]}, ${after[1]})`;
  // Every listed mentor has this role and status, and the ordering index begins with these columns.
  return db.$queryRaw`
    SELECT u.id, u.name FROM users u JOIN mentor_profiles p ON p.user_id = u.id
     WHERE u.role = 'mentor' AND u.status = 'active' AND ${listedMatching(input)} ${behind}
     ORDER BY u.name, u.id LIMIT ${take}`;
}

/** The next slots of these mentors; with a day filter, only of those with a matching one. */
async function outlooksOf(db: Db, rows: { id: string }[], { now, wanted }: Omit<Search, "input">) {
  const { day } = wanted;
  const ids = rows.map(({ id }) => id);
  const hopeless = day === null ? new Set() : await withoutSlot(db, ids, { now, day });
  const next = await findNextSlots(
    db,
    ids.filter((id) => !hopeless.has(id)),
    { now, wanted },
  );
  const outlooks = new Map<string, Outlook>();
  for (const [id, slot] of next) {
    if (day === null || slot.start !== null) outlooks.set(id, outlookOf(slot, now));
  }
  return outlooks;
}

/** Mentors for whom the bounds alone prove that they have no matching slot. */
async function withoutSlot(
  db: Db,
  mentorIds: string[],
  { now, day }: { now: Date; day: InstantFilter },
) {
  const rows = await db.earliestSlot.findMany({
    where: { mentorId: { in: mentorIds } },
    select: boundSelect,
  });
  const none = rows.filter((row) => lowerBound(row, now, day).none);
  return new Set(none.map(({ mentorId }) => mentorId));
}

async function countMentors({ db }: ServiceContext, input: ListMentorsInput) {
  if (input.partsOfDay.length > 0 || input.weekdays.length > 0) return null;
  return countMatching(db, input);
}

async function countMatching(db: Db, search: MentorSearch): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM mentor_profiles p WHERE ${listedMatching(search)}`;
  return row?.count ?? 0;
}

const WITHOUT: Pick<ListMentorsInput, MentorFilter> = {
  search: undefined,
  expertise: undefined,
  language: undefined,
  partsOfDay: [],
  weekdays: [],
};

async function filterToDrop(ctx: ServiceContext, input: ListMentorsInput) {
  let best: { filter: MentorFilter; matches: number } | null = null;
  for (const filter of mentorFilter.options) {
    if (!input[filter]?.length) continue;
    const relaxed = { ...input, [filter]: WITHOUT[filter], limit: 1 };
    const matches = await countMatching(ctx.db, relaxed);
    if (matches <= (best?.matches ?? 0)) continue;
    const { items } = await pageOfMentors(ctx, relaxed);
    if (items.length > 0) best = { filter, matches };
  }
  return best?.filter ?? null;
}
