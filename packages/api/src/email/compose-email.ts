import type { Db } from "@sundial/db";
import { readEmailData } from "@sundial/ledger";
import { isPlaceholderAddress } from "@sundial/validators";
import { readSettings } from "../program/read.ts";
import { type AccountTemplate, accountMessages } from "./account-messages.ts";
import { applicationMessage, isApplicationTemplate } from "./application-messages.ts";
import { composeForParty, isSessionTemplate } from "./compose-for-party.ts";
import { composeNotices, isNoticeTemplate } from "./compose-notices.ts";
import { formatSelect, formatsOf, toEmail } from "./envelope.ts";
import { toAccount } from "./hold-back.ts";
import type {
  ComposeOptions,
  ComposeTools,
  Dropped,
  OutboxRow,
  OutgoingEmail,
} from "./outgoing.ts";
import { seriesMessage } from "./series-message.ts";
import { isStaffTemplate, staffMessage } from "./staff-messages.ts";
import { webhookPausedMessage } from "./webhook-messages.ts";

/**
 * Renders the email of an outbox row from the current facts, or says why it is outdated. The
 * message somebody wrote with a change is passed on even when another change has followed. Links
 * use only the configured address.
 *
 * Errors: throws for a row it can't read.
 */
export async function composeEmail(
  row: OutboxRow,
  { siteUrl, ...tools }: ComposeOptions,
): Promise<OutgoingEmail | Dropped> {
  if (isPlaceholderAddress(row.recipient)) return { dropped: "reserved address" };
  const program = await readSettings(tools.db);
  const sender = { ...program, siteUrl, unsubscribe: unsubscribeLink(row, { siteUrl, ...tools }) };
  return compose(row, { ...tools, program, sender });
}

async function compose(row: OutboxRow, options: ComposeTools): Promise<OutgoingEmail | Dropped> {
  const { db, sender } = options;
  if (isSessionTemplate(row.template)) return composeForParty(row.template, row, options);
  if (isAccountTemplate(row.template)) return composeForAccount(row.template, row, options);
  if (isNoticeTemplate(row.template)) return composeNotices(row.template, row, options);
  if (isApplicationTemplate(row.template)) {
    const data = readEmailData(row.template, row.data);
    const { siteUrl } = sender;
    const composed = await applicationMessage(row.template, data, { db, siteUrl });
    if ("dropped" in composed) return composed;
    if (isPlaceholderAddress(composed.to)) return { dropped: "reserved address" };
    return toEmail(composed.message, { row, sender, to: composed.to });
  }
  if (isStaffTemplate(row.template)) {
    const { now } = options;
    const data = readEmailData(row.template, row.data);
    const composed = await staffMessage(data, { db, now, sender });
    if ("dropped" in composed) return composed;
    if (isPlaceholderAddress(composed.to)) return { dropped: "reserved address" };
    return toEmail(composed.message, { row, sender, to: composed.to });
  }
  if (row.template === "sessionSeries.booked") {
    const { now, from } = options;
    const tools = { db, now, from, siteUrl: sender.siteUrl };
    const composed = await seriesMessage(readEmailData(row.template, row.data), tools);
    if ("dropped" in composed) return composed;
    if (isPlaceholderAddress(composed.to)) return { dropped: "reserved address" };
    const { to, message, invitation } = composed;
    return { ...toEmail(message, { row, sender, to }), invitation };
  }
  if (row.template === "webhook.paused") {
    const message = webhookPausedMessage(readEmailData(row.template, row.data), sender);
    return toEmail(message, { row, sender, to: row.recipient });
  }
  throw new Error("There is no such template.");
}

function unsubscribeLink(
  { kind, template, data }: OutboxRow,
  { siteUrl, unsubscribeLinks }: Pick<ComposeOptions, "siteUrl" | "unsubscribeLinks">,
): string | null {
  const about = template === "notification.digest" ? "digest" : kind;
  if (about === null) return null;
  const token = unsubscribeLinks.seal(toAccount.parse(data).recipientId, about);
  return new URL(`/unsubscribe?${new URLSearchParams({ token })}`, siteUrl).href;
}

function isAccountTemplate(template: string): template is AccountTemplate {
  return Object.hasOwn(accountMessages, template);
}

async function composeForAccount<Template extends AccountTemplate>(
  template: Template,
  row: OutboxRow,
  { db, now, program, sender }: ComposeTools,
): Promise<OutgoingEmail | Dropped> {
  const data = readEmailData(template, row.data);
  if ("expiresAt" in data && data.expiresAt <= now) return { dropped: "link expired" };
  if ("serviceKeyId" in data && !(await isNewestKey(db, data.serviceKeyId))) {
    return { dropped: "key replaced" };
  }
  if (template === "account.invitation" && !(await isOpen(db, row.data))) {
    return { dropped: "invitation settled" };
  }
  const recipient = await db.user.findUnique({
    where: { email: row.recipient },
    select: { timeZone: true, ...formatSelect },
  });
  const message = accountMessages[template](data, {
    siteUrl: sender.siteUrl,
    program: program.name,
    at: row.createdAt,
    timeZone: recipient?.timeZone ?? program.timeZone,
    formats: formatsOf(recipient ?? { locale: null }),
  });
  return toEmail(message, { row, sender, to: row.recipient });
}

/** Whether somebody can still accept an invitation with this link. */
async function isOpen(db: Db, data: unknown): Promise<boolean> {
  const { invitationId, expiresAt } = readEmailData("account.invitation", data);
  const where = { id: invitationId, status: "pending", expiresAt } as const;
  return (await db.invitation.findFirst({ where, select: { id: true } })) !== null;
}

/** Whether a key is the one that its service account works with, and nobody has ended either. */
async function isNewestKey(db: Db, id: string) {
  const key = await db.serviceAccountKey.findUnique({
    where: { id },
    select: {
      serviceAccount: {
        select: {
          endedAt: true,
          keys: { orderBy: { createdAt: "desc" }, take: 1, select: { id: true } },
        },
      },
    },
  });
  return key?.serviceAccount.endedAt === null && key.serviceAccount.keys[0]?.id === id;
}
