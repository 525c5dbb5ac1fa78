import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { countUnreadNotifications } from "./service.ts";

/**
 * The number of the actor's unread notifications now, and again whenever it changes. Where nothing
 * runs between requests, only the first.
 *
 * Errors: FORBIDDEN for a personal access token, which asks `notification.unread` instead.
 */
export function followNotifications(ctx: PersonContext, signal: AbortSignal | undefined) {
  const { actor, feed } = ctx;
  if (actor.credential !== "session") {
    throw new DomainError(
      "FORBIDDEN",
      "Only pages can follow notifications. Ask for the number instead.",
    );
  }
  if (feed === null) return onlyNow(ctx);
  const session = { sessionId: actor.credentialId, userId: actor.id };
  return feed.follow(session, signal ?? new AbortController().signal);
}

async function* onlyNow(ctx: PersonContext) {
  yield { ...(await countUnreadNotifications(ctx)), newestId: null };
}
