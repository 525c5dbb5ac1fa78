import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { inTransaction } from "../transaction.ts";
import { makeLinks } from "./links.ts";

const BATCH = 50;

/** How long before the link expires. */
const REMIND_BEFORE = 7 * DAY;

/**
 * Emails a reminder, once, to people who have not come a week before their link expires. It has a
 * link of its own, because the first one is stored only as a hash. Both work until one is used. Run
 * it every minute or so. Returns the number of people.
 */
export async function remindInvited({ db, now }: { db: Db; now: Date }): Promise<number> {
  const until = new Date(now.getTime() + REMIND_BEFORE);
  return inTransaction(db, async (tx) => {
    const waiting = await tx.invitation.findMany({
      where: { status: "pending", remindedAt: null, expiresAt: { gt: now, lte: until } },
      orderBy: { expiresAt: "asc" },
      take: BATCH,
      select: { id: true },
    });
    if (waiting.length === 0) return 0;
    // Of two servers at once, each reminds those that it marks.
    const marked = await tx.invitation.updateManyAndReturn({
      where: { id: { in: waiting.map(({ id }) => id) }, status: "pending", remindedAt: null },
      data: { remindedAt: now },
      select: { id: true, email: true, role: true, expiresAt: true, invitedById: true },
    });
    const inviters = await tx.user.findMany({
      where: { id: { in: marked.flatMap(({ invitedById }) => invitedById ?? []) } },
      select: { id: true, name: true },
    });
    const names = new Map(inviters.map(({ id, name }) => [id, name]));
    const invitations = marked.map(({ invitedById, ...each }) => ({
      ...each,
      invitedBy: names.get(invitedById ?? "") ?? null,
    }));
    // Links in emails need no site here: their text is written when they are sent.
    const mailing = { now, siteUrl: "", sendsEmail: true, isReminder: true };
    await makeLinks(tx, invitations, mailing);
    return marked.length;
  });
}
