import { can, digestOf } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { type DeviceAccess, deviceAccess } from "@sundial/validators";
import { SECOND } from "@sundial/validators/durations";
import { z } from "zod";
import type { Context } from "../context.ts";
import { addPersonalAccessToken } from "../personal-access-token/service.ts";
import { inTransaction } from "../transaction.ts";
import { grantOf } from "./grant.ts";

/** How long programs wait between two questions, in seconds. */
export const POLL_INTERVAL_S = 5;

/** A little less, because networks deliver unevenly. */
const LEAST_WAIT_MS = (POLL_INTERVAL_S - 1) * SECOND;

/** The answers of RFC 8628, section 3.5, besides the token. */
type PollRefusal =
  | "access_denied"
  | "authorization_pending"
  | "expired_token"
  | "invalid_grant"
  | "slow_down";

type PollAnswer =
  | { refused: PollRefusal }
  | { granted: { token: string; access: DeviceAccess; createdAt: Date; expiresAt: Date } };

const polled = z.object({
  id: z.string(),
  status: z.enum(["pending", "approved", "denied", "redeemed"]),
  isExpired: z.boolean(),
});

const approved = z.object({
  userId: z.string(),
  authEpoch: z.int(),
  device: z.string(),
  access: deviceAccess,
});

/**
 * Answers a program that waits for its login. The first question after an approval gets the token,
 * and every later one "invalid_grant". Of two at once, one counts as too early.
 *
 * Errors: LIMIT_REACHED when the person has the most tokens allowed by now.
 */
export async function redeemDeviceCode(ctx: Context, deviceCode: string): Promise<PollAnswer> {
  const deviceCodeHash = digestOf(deviceCode);
  const now = ctx.now();
  const latest = new Date(now.getTime() - LEAST_WAIT_MS);
  const rows = await ctx.db.$queryRaw<unknown[]>`
    UPDATE device_logins SET polled_at = ${now}
     WHERE device_code_hash = ${deviceCodeHash} AND (polled_at IS NULL OR polled_at <= ${latest})
    RETURNING id::text, status::text, expires_at <= ${now} AS "isExpired"`;
  if (rows[0] === undefined) {
    const known = await ctx.db.deviceLogin.count({ where: { deviceCodeHash } });
    return { refused: known > 0 ? "slow_down" : "invalid_grant" };
  }
  const login = polled.parse(rows[0]);
  if (login.isExpired && login.status !== "redeemed") return { refused: "expired_token" };
  switch (login.status) {
    case "pending":
      return { refused: "authorization_pending" };
    case "denied":
      return { refused: "access_denied" };
    case "redeemed":
      return { refused: "invalid_grant" };
    case "approved":
      return inTransaction(ctx.db, (tx) => makeToken(tx, ctx, { id: login.id, now }));
  }
}

/** The first to change the status makes the token. */
async function makeToken(
  tx: DbTransaction,
  ctx: Context,
  { id, now }: { id: string; now: Date },
): Promise<PollAnswer> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE device_logins SET status = 'redeemed'
     WHERE id = ${id}::uuid AND status = 'approved' AND expires_at > ${now}
    RETURNING user_id AS "userId", auth_epoch AS "authEpoch", device, access::text`;
  if (rows[0] === undefined) return { refused: "invalid_grant" };
  const { userId, authEpoch, device, access } = approved.parse(rows[0]);
  const person = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { id: true, role: true, status: true, authEpoch: true },
  });
  // Their access ended after they approved.
  if (person.authEpoch !== authEpoch || !can(person, "personalAccessToken:manage")) {
    return { refused: "access_denied" };
  }
  const { token, createdAt, expiresAt } = await addPersonalAccessToken(
    tx,
    { ...ctx, actor: person },
    { name: device, permissions: grantOf(access, person), lifetimeDays: 30, groupId: id },
  );
  return { granted: { token, access, createdAt, expiresAt } };
}
