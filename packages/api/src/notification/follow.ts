import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";

/**
 * The number of the actor's unread notifications now, and again whenever it changes.
 *
 * Errors: FORBIDDEN for a personal access token, which asks `notification.unread` instead, and
 * where the server has no feed.
 */
export function followNotifications(ctx: PersonContext, signal: AbortSignal | undefined) {
  const { actor, feed } = ctx;
  if (actor.credential !== "session") {
    throw new DomainError(
      "FORBIDDEN",
      "Only pages can follow notifications. Ask for the number instead.",
    );
  }
  if (feed === null)
    throw new DomainError("FORBIDDEN", "This server has no feed. Ask for the number instead.");
  const session = { sessionId: actor.credentialId, userId: actor.id };
  return feed.follow(session, signal ?? new AbortController().signal);
}
