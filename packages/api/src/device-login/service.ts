import { digestOf } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import type {
  ApproveDeviceLoginInput,
  DenyDeviceLoginInput,
  DeviceLoginByCodeInput,
} from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { confirmIdentity, proofOwed } from "../confirm-identity.ts";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { requireRoomForToken } from "../personal-access-token/service.ts";
import { invalidCode } from "../second-factor/change.ts";
import { inTransaction } from "../transaction.ts";
import { shownUserCode } from "./codes.ts";

const loginSelect = {
  id: true,
  program: true,
  device: true,
  access: true,
  ip: true,
  userAgent: true,
  createdAt: true,
  expiresAt: true,
} satisfies Prisma.DeviceLoginSelect;

/** The login that waits for an answer to this code. */
function waiting({ now }: PersonContext, userCode: string) {
  return {
    userCodeHash: digestOf(userCode),
    status: "pending",
    expiresAt: { gt: now() },
  } satisfies Prisma.DeviceLoginWhereInput;
}

/**
 * What a program asks for, from where, and what the actor must enter to approve.
 *
 * Errors: NOT_FOUND when no login waits for this code.
 */
export async function getDeviceLoginByCode(
  ctx: PersonContext,
  { userCode }: DeviceLoginByCodeInput,
) {
  const login = await ctx.db.deviceLogin.findFirst({
    where: waiting(ctx, userCode),
    select: loginSelect,
  });
  if (login === null) throw noSuchCode();
  return { ...login, userCode: shownUserCode(userCode), proof: await proofOwed(ctx) };
}

/**
 * Lets the program that shows this code have a personal access token of the actor. The program gets
 * it with its next question.
 *
 * Errors: NOT_FOUND when no login waits for this code; INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED,
 * INVALID_CODE or RECENT_SIGN_IN_REQUIRED when the sign-in isn't recent and the proof is wrong or
 * missing; LIMIT_REACHED when the actor has the most tokens allowed.
 */
export async function approveDeviceLogin(
  ctx: PersonContext,
  { userCode, ...proof }: ApproveDeviceLoginInput,
) {
  const takeCode = await confirmIdentity(ctx, proof);
  const approved = await inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    if (!(await takeCode(tx))) return null;
    await requireRoomForToken(tx, ctx);
    return decide(tx, ctx, { userCode, status: "approved" });
  });
  if (approved === null) throw invalidCode();
  return approved;
}

/**
 * Rejects the program that shows this code.
 *
 * Errors: NOT_FOUND when no login waits for this code.
 */
export function denyDeviceLogin(ctx: PersonContext, { userCode }: DenyDeviceLoginInput) {
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    return decide(tx, ctx, { userCode, status: "denied" });
  });
}

interface Decision {
  userCode: string;
  status: "approved" | "denied";
}

/** Of two answers at once, the first counts. */
async function decide(tx: DbTransaction, ctx: PersonContext, { userCode, status }: Decision) {
  const { actor } = ctx;
  const [decided] = await tx.deviceLogin.updateManyAndReturn({
    where: waiting(ctx, userCode),
    data: { status, userId: actor.id, authEpoch: actor.authEpoch, decidedAt: ctx.now() },
    select: { id: true, status: true, program: true, device: true, access: true },
  });
  if (decided === undefined) throw noSuchCode();
  const { id, program, device, access } = decided;
  await recordAuditEvent(tx, ctx, {
    action: `deviceLogin.${status}`,
    targetType: "deviceLogin",
    targetId: id,
    groupId: id,
    after: { program, device, access },
  });
  return { id, status: decided.status, device };
}

function noSuchCode() {
  return new DomainError(
    "NOT_FOUND",
    "No program is waiting for this code. It may have expired, or somebody has answered already.",
  );
}
