import { permissionsOf } from "@sundial/auth";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";

/**
 * The caller, a person or a service account, with what this credential may do now and when it
 * expires.
 *
 * Errors: FORBIDDEN to the system, which has no credential.
 */
export function identify({ actor }: ServiceContext) {
  if (actor.kind === "system") throw new DomainError("FORBIDDEN", "The system has no credential.");
  const { kind, id, name, role, credential, credentialId, expiresAt, timeZone } = actor;
  const permissions = permissionsOf(actor);
  return { kind, id, name, role, timeZone, credential, credentialId, expiresAt, permissions };
}
