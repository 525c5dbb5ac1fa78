import type { Db, DbTransaction } from "@sundial/db";
import { USUAL_REMINDERS } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { inTransaction } from "../transaction.ts";
import { tellParties } from "./tell-parties.ts";

const BATCH = 50;

/**
 * Reminds the people of sessions whose turn it is, as long before as each of them likes, and notes
 * when to look at a session again. Once for each of their times, even if the session is moved back
 * there; of several that have passed meanwhile, only the last. A time that had passed when the
 * session was agreed on, or when they chose it, reminds nobody. Run it every minute or so. Returns
 * the number of sessions.
 */
export async function queueReminders({ db, now }: { db: Db; now: Date }): Promise<number> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM office_sessions WHERE remind_at <= ${now} ORDER BY remind_at LIMIT ${BATCH}`;
  for (const { id } of due) await inTransaction(db, (tx) => remind(tx, id, now));
  return due.length;
}

interface Due {
  id: string;
  version: number;
  startsAt: Date;
  updatedAt: Date;
  mentorId: string;
  menteeId: string;
}

/** Unless another server was faster, which holds the row. */
async function remind(tx: DbTransaction, id: string, now: Date) {
  const [session] = await tx.$queryRaw<Due[]>`
    SELECT id, version, starts_at AS "startsAt", updated_at AS "updatedAt",
           mentor_id AS "mentorId", mentee_id AS "menteeId"
      FROM office_sessions
     WHERE id = ${id}::uuid AND remind_at <= ${now} FOR UPDATE SKIP LOCKED`;
  if (session === undefined) return;
  const parties = [session.mentorId, session.menteeId];
  const settings = await tx.notificationSettings.findMany({
    where: { userId: { in: parties } },
    select: { userId: true, remindBefore: true, changedAt: true },
  });
  const next: number[] = [];
  for (const userId of parties) {
    const own = settings.find((each) => each.userId === userId);
    const turns = turnsOf(session, own?.remindBefore ?? USUAL_REMINDERS);
    next.push(...turns.filter((turn) => turn > now.getTime()));
    const turn = Math.max(...turns.filter((each) => each <= now.getTime()));
    const since = Math.max(session.updatedAt.getTime(), own?.changedAt.getTime() ?? 0);
    if (turn < since || session.startsAt <= now) continue;
    await tellParties(tx, {
      kind: "session.reminder",
      sessions: [session],
      at: now,
      actorId: null,
      only: userId,
      key: reminderKey(session, turn),
    });
  }
  const remindAt = next.length === 0 ? null : new Date(Math.min(...next));
  // Not through Prisma, which would update the session's `updatedAt`.
  await tx.$executeRaw`
    UPDATE office_sessions SET remind_at = ${remindAt} WHERE id = ${session.id}::uuid`;
}

const turnsOf = ({ startsAt }: Due, minutes: readonly number[]) =>
  minutes.map((before) => startsAt.getTime() - before * MINUTE);

/** The same for a session that moved away and back. Migrations wrote such keys, too. */
function reminderKey({ id, startsAt }: Due, turn: number) {
  return `${id} ${startsAt.getTime()} ${(startsAt.getTime() - turn) / MINUTE}`;
}
