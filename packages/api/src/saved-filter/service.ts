import type { Prisma } from "@sundial/db";
import {
  DomainError,
  type ListSavedFiltersInput,
  type RemoveSavedFilterInput,
  SAVED_FILTERS_MAX,
  type SaveFilterInput,
} from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";

const filterSelect = { id: true, name: true, query: true } satisfies Prisma.SavedFilterSelect;

/** The actor's filters of one page, by name. */
export async function listSavedFilters(
  { db, actor }: PersonContext,
  { page }: ListSavedFiltersInput,
) {
  const items = await db.savedFilter.findMany({
    where: { userId: actor.id, page },
    orderBy: { name: "asc" },
    take: SAVED_FILTERS_MAX,
    select: filterSelect,
  });
  return { items };
}

/**
 * Keeps the filters of a page under a name. A name that the actor has used for this page gets the
 * new filters.
 *
 * Errors: LIMIT_REACHED with too many filters; UNAUTHORIZED when the actor has been erased.
 */
export async function saveFilter(ctx: PersonContext, { page, name, query }: SaveFilterInput) {
  const own = { userId: ctx.actor.id, page };
  return inTransaction(ctx.db, async (tx) => {
    // Two at once would both find room.
    await lockSelf(tx, ctx);
    const others = await tx.savedFilter.count({ where: { ...own, name: { not: name } } });
    if (others >= SAVED_FILTERS_MAX) {
      throw new DomainError(
        "LIMIT_REACHED",
        `You can save up to ${SAVED_FILTERS_MAX} filters for a page. Remove one first.`,
        { limit: SAVED_FILTERS_MAX },
      );
    }
    return tx.savedFilter.upsert({
      where: { userId_page_name: { ...own, name } },
      create: { ...own, name, query, createdAt: ctx.now() },
      update: { query },
      select: filterSelect,
    });
  });
}

/**
 * Removes a filter of the actor.
 *
 * Errors: NOT_FOUND when it doesn't exist or is somebody else's.
 */
export async function removeSavedFilter(
  { db, actor }: PersonContext,
  { id }: RemoveSavedFilterInput,
) {
  const { count } = await db.savedFilter.deleteMany({ where: { id, userId: actor.id } });
  if (count === 0) throw notFound();
  return { id };
}
