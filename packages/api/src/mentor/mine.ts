import type { ServiceContext } from "../context.ts";
import { inOrderOf } from "../paging.ts";
import { wantedStarts } from "./day-filter.ts";
import { findMentorCards } from "./mentor-card.ts";
import { findNextSlots, outlookOf } from "./next-slots.ts";

/** Of how many last sessions the mentors are found, and how many of them are shown. */
const SESSIONS = 40;
const MENTORS = 4;

/**
 * The mentors whom the actor met or will meet last, as in the directory: each with the next open
 * start outside the reader's night, or why there is none. Those who can't be booked are left out.
 */
export async function listMyMentors(ctx: ServiceContext) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const met = await db.$queryRaw<{ id: string }[]>`
    SELECT mentor_id AS id FROM (
      SELECT mentor_id, starts_at FROM office_sessions
       WHERE mentee_id = ${actor.id}
         AND status IN ('scheduled', 'completed')
       ORDER BY starts_at DESC LIMIT ${SESSIONS}) last
     GROUP BY mentor_id ORDER BY max(starts_at) DESC LIMIT ${MENTORS}`;
  const ids = met.map(({ id }) => id);
  const wanted = wantedStarts({ partsOfDay: [], weekdays: [] }, { timeZone: actor.timeZone, now });
  const cards = await findMentorCards(ctx, ids);
  const next = await findNextSlots(db, [...cards.keys()], { now, wanted });
  const items = [...cards.values()].flatMap((card) => {
    const slot = next.get(card.id);
    return slot === undefined ? [] : [{ ...card, ...outlookOf(slot, now) }];
  });
  return { items: inOrderOf(ids, items) };
}
