import { permissionsOf } from "@sundial/auth";
import type { ServiceContext } from "../context.ts";

/**
 * The caller, a person or a service account, with what this credential may do now and when it
 * expires.
 */
export function identify({ actor }: ServiceContext) {
  const { kind, id, name, role, credential, credentialId, expiresAt, timeZone } = actor;
  const permissions = permissionsOf(actor);
  return { kind, id, name, role, timeZone, credential, credentialId, expiresAt, permissions };
}
