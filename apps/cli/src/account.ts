import type { SundialClient } from "@sundial/client";

/** Whose the token is, and what it may do. */
export async function identify(client: SundialClient) {
  const { kind, id, name, role, permissions, expiresAt } = await client.account.whoami.query();
  return {
    kind,
    id,
    name,
    role,
    permissions,
    expiresAt,
    /** "Ada (mentee)". */
    title: `${name} (${role ?? "service account"})`,
    access: permissions.every(isRead) ? "reads only" : "reads and changes",
  };
}

const isRead = (permission: string) => /:(read|list|explain)$/.test(permission);
