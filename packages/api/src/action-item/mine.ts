import type { ListMyActionItemsInput } from "@sundial/validators";
import { toLocalDate } from "../booking-facts/stored-availability.ts";
import type { ServiceContext } from "../context.ts";

const person = { select: { id: true, name: true } } as const;

/** What the actor has promised and not done yet, in all sessions: what is due first comes first. */
export async function listMyActionItems(
  { db, actor }: ServiceContext,
  { limit }: ListMyActionItemsInput,
) {
  const ask = (owner: "mentor" | "mentee") =>
    db.actionItem.findMany({
      where: { owner, doneAt: null, [`${owner}Id`]: actor.id },
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: limit + 1,
      select: {
        id: true,
        officeSessionId: true,
        text: true,
        dueOn: true,
        mentor: person,
        mentee: person,
      },
    });
  // Somebody who became a mentor still owes what they promised as a mentee.
  const rows = [...(await ask("mentor")), ...(await ask("mentee"))];
  const items = rows
    .map(({ mentor, mentee, dueOn, ...item }) => ({
      ...item,
      dueOn: dueOn && toLocalDate(dueOn),
      other: mentor.id === actor.id ? mentee : mentor,
    }))
    .sort((a, b) => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999"));
  return { items: items.slice(0, limit), hasMore: items.length > limit };
}
