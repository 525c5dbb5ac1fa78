import type { Db } from "@sundial/db";
import { z } from "zod";
import { quietUntil } from "../notification/quiet-hours.ts";

/** Emails that people can turn off are to an account. */
export const toAccount = z.object({ recipientId: z.string() });

/** When the quiet hours of an email's recipient end; null outside of them, or when it can't wait. */
export async function endOfQuiet(
  { canWait, data }: { canWait: boolean; data: unknown },
  { db, now }: { db: Db; now: Date },
): Promise<Date | null> {
  if (!canWait) return null;
  const { recipientId } = toAccount.parse(data);
  const settings = await db.notificationSettings.findUnique({
    where: { userId: recipientId },
    select: { quietFrom: true, quietUntil: true, user: { select: { timeZone: true } } },
  });
  if (settings?.quietFrom == null || settings.quietUntil === null) return null;
  const quiet = { from: settings.quietFrom, until: settings.quietUntil };
  return quietUntil(now, quiet, settings.user.timeZone);
}
