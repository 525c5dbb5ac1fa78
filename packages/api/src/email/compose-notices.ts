import type { Db } from "@sundial/db";
import { type EmailData, readEmailData } from "@sundial/ledger";
import { isPlaceholderAddress } from "@sundial/validators";
import { toNotices } from "../notification/read-notices.ts";
import { noticeSelect } from "../notification/words.ts";
import { formatSelect, formatsOf, toEmail } from "./envelope.ts";
import type { Message } from "./message.ts";
import type { ComposeTools, Dropped, OutboxRow, OutgoingEmail } from "./outgoing.ts";

/** Emails with the words of the list. */
const templates = ["notification.one", "notification.digest"] as const;
type NoticeTemplate = (typeof templates)[number];

export function isNoticeTemplate(template: string): template is NoticeTemplate {
  return templates.some((each) => each === template);
}

/** One notification, or all of a digest, in the words of this moment. */
export async function composeNotices(
  template: NoticeTemplate,
  row: OutboxRow,
  { db, sender }: ComposeTools,
): Promise<OutgoingEmail | Dropped> {
  const data = readEmailData(template, row.data);
  const recipient = await db.user.findFirst({
    where: { id: data.recipientId, anonymizedAt: null },
    select: { email: true, timeZone: true, ...formatSelect },
  });
  if (recipient === null) return { dropped: "recipient gone" };
  if (isPlaceholderAddress(recipient.email)) return { dropped: "reserved address" };
  const reader = { timeZone: recipient.timeZone, formats: formatsOf(recipient) };
  const notices = await toNotices(db, await findRows(db, data), reader);
  const [first] = notices;
  if (first === undefined) return { dropped: "nothing to tell" };
  const { siteUrl } = sender;
  const message =
    template === "notification.one" ? oneMessage(first, siteUrl) : digestMessage(notices, siteUrl);
  return toEmail(message, { row, sender, to: recipient.email });
}

function findRows(db: Db, data: EmailData<NoticeTemplate>) {
  const { recipientId: userId } = data;
  return db.notification.findMany({
    where: "key" in data ? { userId, dedupeKey: data.key } : { userId, digestId: data.digestId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: noticeSelect,
  });
}

type Notice = Awaited<ReturnType<typeof toNotices>>[number];

function oneMessage({ title, detail, path }: Notice, siteUrl: string): Message {
  return {
    subject: title,
    blocks: [
      { text: `${title}.` },
      ...(detail === "" ? [] : [{ text: detail }]),
      { action: "See more", url: new URL(path, siteUrl).href },
    ],
  };
}

function digestMessage(notices: readonly Notice[], siteUrl: string): Message {
  const [first] = notices;
  const count = notices.length;
  return {
    subject: count === 1 && first ? first.title : `${count} things happened`,
    blocks: [
      { text: "This is what happened since your last summary:" },
      {
        facts: notices.map(
          ({ title, detail, path }) =>
            [title, [detail, new URL(path, siteUrl).href].filter(Boolean).join("\n")] as const,
        ),
      },
      { action: "See your notifications", url: new URL("/notifications", siteUrl).href },
    ],
  };
}
