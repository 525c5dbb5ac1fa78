import { randomUUID } from "node:crypto";
import { giveRole } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { announce, tell } from "@sundial/ledger";
import { type DecideMentorApplicationInput, DomainError, type Role } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockPerson } from "../member/lock-member.ts";
import { inTransaction } from "../transaction.ts";
import { RULES } from "./policy.ts";
import { settle } from "./settle.ts";
import { toApplication } from "./view.ts";

/**
 * Approves an application, which makes the applicant a mentor. They get the answer by email, with
 * what to set up before anyone can book them. If staff have made them a mentor in the meantime,
 * only the application ends.
 *
 * Errors: NOT_FOUND; FORBIDDEN when the actor no longer may or is the applicant; PARTY_INACTIVE
 * when the applicant isn't active; INVALID_TRANSITION when it has been answered or withdrawn, or
 * when the applicant has become staff.
 */
export function approveMentorApplication(
  ctx: ServiceContext,
  { id, answer }: DecideMentorApplicationInput,
) {
  return inTransaction(ctx.db, async (tx) => {
    const member = await lockApplicant(tx, ctx, id);
    if (member.status !== "active") {
      throw new DomainError("PARTY_INACTIVE", "The applicant's account isn't active right now.");
    }
    const groupId = randomUUID();
    const row = await decide(tx, ctx, { id, answer, action: "approve", groupId });
    const allowed: readonly Role[] = RULES.approve.applicantIs;
    if (!allowed.includes(member.role)) {
      throw new DomainError("INVALID_TRANSITION", "The applicant works for the program by now.", {
        role: member.role,
      });
    }
    if (member.role === "mentor") return toApplication(row, ctx.actor);
    const reason = "Application to become a mentor";
    const role = "mentor";
    await giveRole(tx, ctx, {
      member,
      role,
      reason,
      groupId,
      now: ctx.now(),
      isToldElsewhere: true,
    });
    return toApplication({ ...row, user: { ...row.user, role } }, ctx.actor);
  });
}

/**
 * Declines an application. The applicant gets the answer by email and may apply again.
 *
 * Errors: NOT_FOUND; FORBIDDEN when the actor no longer may or is the applicant;
 * INVALID_TRANSITION when it has been answered or withdrawn.
 */
export function declineMentorApplication(
  ctx: ServiceContext,
  { id, answer }: DecideMentorApplicationInput,
) {
  return inTransaction(ctx.db, async (tx) => {
    await lockApplicant(tx, ctx, id);
    return toApplication(await decide(tx, ctx, { id, answer, action: "decline" }), ctx.actor);
  });
}

/**
 * Errors: NOT_FOUND; FORBIDDEN.
 */
async function lockApplicant(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const found = await tx.mentorApplication.findUnique({ where: { id }, select: { userId: true } });
  if (found === null) throw notFound();
  return lockPerson(tx, ctx, { id: found.userId, permission: "mentorApplication:decide" });
}

interface Decision {
  id: string;
  answer: string;
  action: "approve" | "decline";
  groupId?: string;
}

/**
 * Errors: INVALID_TRANSITION.
 */
async function decide(tx: DbTransaction, ctx: ServiceContext, decision: Decision) {
  const { id, answer, action } = decision;
  const row = await settle(tx, ctx, decision);
  const { id: applicantId, name: applicantName } = row.user;
  const change = `mentorApplication.${RULES[action].to}` as const;
  await tell(tx, [
    {
      kind: change,
      key: id,
      at: ctx.now(),
      actorId: ctx.actor.id,
      people: { self: applicantId },
      email: (recipientId) => ({ template: change, data: { recipientId, applicationId: id } }),
    },
  ]);
  await announce(tx, [
    {
      kind: change,
      at: ctx.now(),
      people: [applicantId],
      facts: { id, applicantId, status: row.status },
      texts: { applicantName, answer },
    },
  ]);
  return row;
}
