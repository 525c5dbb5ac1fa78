import { endAllAccess } from "@sundial/auth";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { SignOutSessionInput } from "@sundial/validators";
import Bowser from "bowser";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { inTransaction } from "../transaction.ts";

/** The actor's active sessions, latest first: ids, but never tokens. */
export async function listAccountSessions({ db, actor, now }: PersonContext) {
  const sessions = await db.session.findMany({
    where: { userId: actor.id, expiresAt: { gt: now() } },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    select: { id: true, userAgent: true, ipAddress: true, createdAt: true, updatedAt: true },
  });
  return sessions.map(({ id, userAgent, ipAddress, createdAt, updatedAt }) => ({
    id,
    ...deviceOf(userAgent),
    ip: ipAddress || null,
    createdAt,
    lastSeenAt: updatedAt,
    isCurrent: actor.credential === "session" && id === actor.credentialId,
  }));
}

/** "Firefox" and "Windows", according to the browser, which may say anything. */
function deviceOf(userAgent: string | null) {
  if (!userAgent) return { browser: null, system: null, isMobile: false };
  const { browser, os, platform } = Bowser.parse(userAgent.slice(0, 300));
  return {
    browser: browser.name || null,
    system: os.name || null,
    isMobile: platform.type === "mobile" || platform.type === "tablet",
  };
}

/**
 * Signs one device out.
 *
 * Errors: NOT_FOUND when it isn't the actor's or has ended.
 */
export function signAccountOutSession(ctx: PersonContext, { id }: SignOutSessionInput) {
  const { db, actor } = ctx;
  return inTransaction(db, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId: actor.id } });
    if (count === 0) throw notFound();
    await recordAuditEvent(tx, ctx, {
      action: "account.sessionSignedOut",
      targetType: "user",
      targetId: actor.id,
    });
    return { id };
  });
}

/**
 * Signs out every device, including this one, and ends access tokens, calendar feeds and pending
 * changes. Sends the owner an email.
 */
export function signAccountOutEverywhere(ctx: PersonContext) {
  const { db, actor } = ctx;
  return inTransaction(db, async (tx) => {
    await endAllAccess(tx, { userId: actor.id, now: ctx.now() });
    await queueEmail(tx, {
      template: "account.signedOutEverywhere",
      recipient: actor.email,
      data: {},
    });
    await recordAuditEvent(tx, ctx, {
      action: "account.signedOutEverywhere",
      targetType: "user",
      targetId: actor.id,
    });
    return { id: actor.id };
  });
}
