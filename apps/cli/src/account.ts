import type { SundialClient } from "@sundial/client";

/** Who a token belongs to. */
export async function withUser(client: SundialClient) {
  const { id, name, role } = await client.account.me.query();
  return { id, name, role, access: null, expiresAt: null };
}
