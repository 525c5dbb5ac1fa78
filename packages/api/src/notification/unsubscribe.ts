import { kinds, recordAuditEvent } from "@sundial/ledger";
import { DomainError, noticeKind } from "@sundial/validators";
import { z } from "zod";
import type { Context } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { saveChoice } from "./choices.ts";

/** One kind, or everything that comes in digests. */
const subject = z.union([noticeKind, z.literal("digest")]);
export type Unsubscribable = z.infer<typeof subject>;

/**
 * What a link from an email would end, without ending it.
 *
 * Errors: INVALID_LINK when it isn't one of ours, or its person was erased.
 */
export async function readUnsubscribeLink(
  { db, unsubscribeLinks }: Pick<Context, "db" | "unsubscribeLinks">,
  token: string,
) {
  const [userId, what] = unsubscribeLinks.open(token) ?? [];
  const about = subject.safeParse(what);
  if (userId === undefined || !about.success) throw unknownLink();
  const person = await db.user.findFirst({
    where: { id: userId, anonymizedAt: null },
    select: { id: true },
  });
  if (person === null) throw unknownLink();
  return { userId, about: about.data };
}

/**
 * Ends emails of one kind for one person, as RFC 8058 asks: by the link alone, at once, and as often
 * as it is called. The list in the application stays as it is.
 *
 * Errors: those of `readUnsubscribeLink`.
 */
export async function unsubscribe(ctx: Context, token: string) {
  const { userId, about } = await readUnsubscribeLink(ctx, token);
  const ended = noticeKind.options.filter((kind) =>
    about === "digest" ? !("isUrgent" in kinds[kind].ways.people) : kind === about,
  );
  await inTransaction(ctx.db, async (tx) => {
    const chosen = await tx.notificationChoice.findMany({ where: { userId } });
    for (const kind of ended) {
      const own = chosen.find((each) => each.kind === kind);
      const inApp = own?.inApp ?? kinds[kind].ways.people.inApp;
      await saveChoice(tx, userId, { kind, inApp, email: false });
    }
    await recordAuditEvent(
      tx,
      // The link acts, not a session.
      { actor: null, requestId: ctx.requestId, ip: ctx.ip, userAgent: ctx.userAgent },
      {
        action: "notification.unsubscribed",
        targetType: "user",
        targetId: userId,
        after: { about },
      },
    );
  });
  return { about };
}

const unknownLink = () =>
  new DomainError("INVALID_LINK", "This link isn't valid. Use the one in the email.");
