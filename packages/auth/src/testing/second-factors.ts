import { createHmac, randomUUID } from "node:crypto";
import type { Db, Prisma } from "@sundial/db";
import { newTotpSecret } from "../second-factor/totp.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { SECRET } from "./people.ts";

/** Creates an authenticator app for a user, verified by default. Returns its secret. */
export async function addTotpFactor(
  db: Db,
  user: { id: string },
  data: Partial<Prisma.TotpFactorUncheckedCreateInput> = {},
) {
  const secret = newTotpSecret();
  const factorId = randomUUID();
  await db.totpFactor.create({
    data: {
      id: factorId,
      userId: user.id,
      secret: totpSecretBox(SECRET).seal({ factorId, userId: user.id }, secret),
      verifiedAt: new Date("2026-01-01T00:00:00Z"),
      ...data,
    },
  });
  return { factorId, secret };
}

/** The code an app shows, computed by RFC 6238 as an independent check of the library. */
export function totpCode(secret: Uint8Array, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
