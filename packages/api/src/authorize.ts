import { can, type Permission } from "@sundial/auth";
import { DomainError } from "@sundial/validators";
import type { Actor, Context, ServiceContext } from "./context.ts";

/**
 * Adds the person to the context if they are signed in, active and allowed.
 *
 * Errors: UNAUTHORIZED, ACCOUNT_SUSPENDED, ACCOUNT_INACTIVE or FORBIDDEN when they aren't.
 */
export async function authorize(ctx: Context, permission: Permission): Promise<ServiceContext> {
  const actor = await ctx.getActor();
  if (actor === null) throw new DomainError("UNAUTHORIZED", "Please sign in.");
  if (!can(actor, permission)) throw refusal(actor);
  return { ...ctx, actor };
}

function refusal(actor: Actor) {
  switch (actor.status) {
    case "suspended":
      return new DomainError("ACCOUNT_SUSPENDED", "This account is suspended.");
    case "inactive":
      return new DomainError(
        "ACCOUNT_INACTIVE",
        "Your account is inactive. You can view your history, but you can't book or change anything.",
      );
    case "active":
      return new DomainError(
        "FORBIDDEN",
        actor.scope === undefined
          ? "Your role doesn't allow this."
          : "Your role or this token doesn't allow this.",
      );
  }
}
