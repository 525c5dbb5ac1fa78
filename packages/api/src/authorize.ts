import { can } from "@sundial/auth";
import { DomainError, type Permission, type ServicePermission } from "@sundial/validators";
import type { Actor, Context, PersonContext, ServiceContext } from "./context.ts";

/** What a service account may be allowed to do. */
export type ForEveryone = ServicePermission | "identity:read";

/**
 * Adds the caller to the context if they are signed in, active and allowed.
 *
 * Errors: UNAUTHORIZED, ACCOUNT_SUSPENDED, ACCOUNT_INACTIVE or FORBIDDEN when they aren't.
 */
export async function authorize(ctx: Context, permission: ForEveryone): Promise<ServiceContext> {
  return { ...ctx, actor: await allowedActor(ctx, permission) };
}

/** The same for what only people do. */
export async function authorizePerson(
  ctx: Context,
  permission: Permission,
): Promise<PersonContext> {
  const actor = await allowedActor(ctx, permission);
  if (actor.kind !== "user") throw refusal(actor);
  return { ...ctx, actor };
}

async function allowedActor(ctx: Context, permission: Permission): Promise<Actor> {
  const actor = await ctx.getActor();
  if (actor === null) throw new DomainError("UNAUTHORIZED", "Please sign in.");
  if (!can(actor, permission)) throw refusal(actor);
  return actor;
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
      return new DomainError("FORBIDDEN", forbidden(actor));
  }
}

function forbidden(actor: Actor) {
  if (actor.kind === "system") {
    return "The system is nobody's account, so it can't do this. Call it as the person.";
  }
  if (actor.kind === "service") return "This service account doesn't have the permission for this.";
  return actor.permissions === undefined
    ? "Your role doesn't allow this."
    : "Your role or this token doesn't allow this.";
}
