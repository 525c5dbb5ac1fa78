import type { DbTransaction } from "@sundial/db";
import { queueEmails, recordAuditEvent } from "@sundial/ledger";
import type { WebhookPauseReason } from "@sundial/validators";

interface Pause {
  id: string;
  because: Exclude<WebhookPauseReason, "admin">;
  now: Date;
}

/**
 * Pauses an endpoint that fails, and emails the active admins, in the transaction that recorded the
 * failure. Does nothing when somebody paused it before.
 */
export async function pauseFailing(tx: DbTransaction, { id, because, now }: Pause) {
  const [paused] = await tx.webhookEndpoint.updateManyAndReturn({
    where: { id, status: "active" },
    data: { status: "paused", pauseReason: because, version: { increment: 1 } },
    select: { url: true },
  });
  if (paused === undefined) return;
  await recordAuditEvent(
    tx,
    { actor: null },
    {
      action: "webhook.paused",
      targetType: "webhook",
      targetId: id,
      before: { status: "active" },
      after: { status: "paused", because },
    },
  );
  const admins = await tx.user.findMany({
    where: { role: "admin", status: "active", anonymizedAt: null },
    select: { email: true },
  });
  const { host } = new URL(paused.url);
  await queueEmails(
    tx,
    admins.map(({ email }) => ({
      template: "webhook.paused" as const,
      recipient: email,
      data: { endpointId: id, host, because },
      dueAt: now,
    })),
  );
}
