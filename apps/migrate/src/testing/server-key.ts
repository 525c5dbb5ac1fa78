import { randomUUID } from "node:crypto";
import { privateKeyBox } from "@sundial/auth/private-keys";
import type pg from "pg";

/** What a server with this secret leaves in its database when it starts: a signing key. */
export async function addServerKey(target: pg.ClientBase, secret: string) {
  const kid = randomUUID();
  await target.query(
    `INSERT INTO jwks (kid, public_key, private_key, created_at, signs_from)
     VALUES ($1, '{}', $2, now(), now())`,
    [kid, await privateKeyBox(secret).seal(kid, { kty: "RSA" })],
  );
  return async () => {
    await target.query("DELETE FROM jwks WHERE kid = $1", [kid]);
  };
}
