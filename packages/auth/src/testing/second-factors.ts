import { randomUUID } from "node:crypto";
import type { Db, Prisma } from "@sundial/db";
import { newTotpSecret } from "../second-factor/totp.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { SECRET } from "./people.ts";

/** An authenticator app of a person, verified unless told otherwise, and its secret. */
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
