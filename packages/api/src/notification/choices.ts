import { isStaff } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { type Hearer, kinds, recordAuditEvent } from "@sundial/ledger";
import {
  type ChooseNotificationInput,
  type NoticeKind,
  noticeKind,
  type UpdateNotificationSettingsInput,
  USUAL_REMINDERS,
} from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";

/** How the actor hears of each kind that can concern them, chosen or by default. */
export async function listNotificationChoices({ db, actor }: PersonContext) {
  const chosen = await db.notificationChoice.findMany({
    where: { userId: actor.id },
    select: { kind: true, inApp: true, email: true },
  });
  const items = noticeKind.options
    .filter((kind) => concerns(kind, actor))
    .map((kind) => {
      const { people } = kinds[kind].ways;
      const own = chosen.find((each) => each.kind === kind);
      return {
        kind,
        inApp: own?.inApp ?? people.inApp,
        email: own?.email ?? people.email,
        isUrgent: "isUrgent" in people,
      };
    });
  return { items };
}

const FOR_STAFF: readonly Hearer[] = ["managers", "inviter"];

/** Whether somebody with this role can ever be told of it. */
function concerns(kind: NoticeKind, actor: PersonContext["actor"]): boolean {
  if (kind === "member.updated" || kind === "misuseReport.decided") return true;
  if (kind === "mentorApplication.approved" || kind === "mentorApplication.declined") {
    return actor.role === "mentee";
  }
  const hears: readonly Hearer[] = kinds[kind].ways.people.hears;
  return hears.some((hearer) => FOR_STAFF.includes(hearer) === isStaff(actor));
}

/** Chooses how the actor hears of one kind from now on. */
export function chooseNotification(ctx: PersonContext, input: ChooseNotificationInput) {
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    await saveChoice(tx, ctx.actor.id, input);
    await recordAuditEvent(tx, ctx, {
      action: "notification.chosen",
      targetType: "user",
      targetId: ctx.actor.id,
      after: { ...input },
    });
    return input;
  });
}

/** Replaces what a person chose for one kind. */
export async function saveChoice(
  tx: DbTransaction,
  userId: string,
  { kind, inApp, email }: ChooseNotificationInput,
) {
  await tx.notificationChoice.upsert({
    where: { userId_kind: { userId, kind } },
    create: { userId, kind, inApp, email },
    update: { inApp, email },
  });
}

/** When the actor wants emails and reminders. */
export async function getNotificationSettings({ db, actor }: PersonContext) {
  const own = await db.notificationSettings.findUnique({ where: { userId: actor.id } });
  const { quietFrom = null, quietUntil = null, digestAt = null } = own ?? {};
  return {
    quiet:
      quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil },
    digestAt,
    remindBefore: own?.remindBefore ?? [...USUAL_REMINDERS],
  };
}

/**
 * Changes when the actor gets emails and reminders. What waits for a digest goes out with the next
 * round. Reminders of upcoming sessions follow.
 */
export function updateNotificationSettings(
  ctx: PersonContext,
  { quiet, digestAt, remindBefore }: UpdateNotificationSettingsInput,
) {
  const { id: userId } = ctx.actor;
  const now = ctx.now();
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const settings = {
      quietFrom: quiet?.from ?? null,
      quietUntil: quiet?.until ?? null,
      digestAt,
      remindBefore,
      changedAt: now,
    };
    await tx.notificationSettings.upsert({
      where: { userId },
      create: { userId, ...settings },
      update: settings,
    });
    await tx.notification.updateMany({
      where: { userId, digestDueAt: { not: null } },
      data: { digestDueAt: now },
    });
    // As when the sessions got their times; not through Prisma, which would update `updatedAt`.
    await tx.$executeRaw`
      UPDATE office_sessions SET remind_at = starts_at - interval '7 days'
       WHERE (mentor_id = ${userId} OR mentee_id = ${userId})
         AND status = 'scheduled' AND starts_at > ${now}`;
    await recordAuditEvent(tx, ctx, {
      action: "notification.settingsChanged",
      targetType: "user",
      targetId: userId,
      after: { quiet, digestAt, remindBefore },
    });
    return { quiet, digestAt, remindBefore };
  });
}
