import { randomUUID } from "node:crypto";
import { rolesToInvite } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { recordAuditEvents } from "@sundial/ledger";
import {
  DomainError,
  INVITATION_DAYS,
  type Invitee,
  type InviteeFate,
  inviteeFate,
  type Role,
  type SendInvitationsInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { onceByKey } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { makeLinks } from "./links.ts";

const sentTo = z.object({
  email: z.string(),
  fate: inviteeFate,
  /** For staff to pass on, only where no emails are sent, and only this once. */
  link: z.string().nullable(),
});
type SentTo = z.infer<typeof sentTo>;

/**
 * Invites people by email, with a link that works once within 14 days. The answer says what became
 * of each, in the order given; nobody is invited twice. Where no emails are sent, it has the links.
 * With `dryRun`, nothing is saved.
 *
 * Errors: FORBIDDEN for a role that the actor can't invite to; IDEMPOTENCY_MISMATCH.
 */
export async function sendInvitations(
  ctx: ServiceContext,
  { idempotencyKey: key, dryRun, ...request }: SendInvitationsInput,
): Promise<{ people: SentTo[] }> {
  for (const { role: invited } of request.people) requireRole(ctx, invited);
  if (dryRun) {
    const fates = await fatesOf(ctx.db, ctx.now(), request.people);
    return { people: request.people.map(({ email }, at) => answer(email, fates[at])) };
  }
  const saved = z.object({ people: z.array(sentTo) });
  const call = { procedure: "invitation.send", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const sent = { people: await send(tx, ctx, request.people) };
        return { answer: sent, saved: sent };
      },
      again: async (earlier) => earlier,
    }),
  );
}

/**
 * Errors: FORBIDDEN.
 */
export function requireRole({ actor }: ServiceContext, invited: Role): void {
  if (rolesToInvite(actor).includes(invited)) return;
  throw new DomainError("FORBIDDEN", "Program managers can only invite mentees and mentors.", {
    roles: rolesToInvite(actor),
  });
}

/** How emails name who invites; null for a service account, whose name says nothing to people. */
export const inviterOf = ({ actor }: ServiceContext) => (actor.kind === "user" ? actor.name : null);

const answer = (email: string, fate: InviteeFate = "new", link: string | null = null) => ({
  email,
  fate,
  link,
});

async function fatesOf(tx: DbTransaction, now: Date, people: Invitee[]): Promise<InviteeFate[]> {
  const emails = people.map(({ email }) => email);
  const [members, invitations] = await Promise.all([
    tx.user.findMany({ where: { email: { in: emails } }, select: { email: true } }),
    tx.invitation.findMany({
      where: { email: { in: emails }, status: "pending", expiresAt: { gt: now } },
      select: { email: true },
    }),
  ]);
  const here = new Set(members.map(({ email }) => email));
  const invited = new Set(invitations.map(({ email }) => email));
  return emails.map((email, at) => {
    if (emails.indexOf(email) < at) return "duplicate";
    if (here.has(email)) return "member";
    return invited.has(email) ? "invited" : "new";
  });
}

async function send(tx: DbTransaction, ctx: ServiceContext, people: Invitee[]): Promise<SentTo[]> {
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + INVITATION_DAYS * DAY);
  const fates = await fatesOf(tx, createdAt, people);
  const chosen = people.filter((_, at) => fates[at] === "new");
  // One whose link has expired gives way to the new one.
  await tx.invitation.deleteMany({
    where: {
      email: { in: chosen.map(({ email }) => email) },
      status: "pending",
      expiresAt: { lte: createdAt },
    },
  });
  const made = await tx.invitation.createManyAndReturn({
    data: chosen.map((each) => ({ ...each, createdAt, expiresAt, invitedById: ctx.actor.id })),
    // Somebody else has just invited them.
    skipDuplicates: true,
    select: { id: true, email: true, role: true },
  });
  const invitedBy = inviterOf(ctx);
  const links = await makeLinks(
    tx,
    made.map((each) => ({ ...each, expiresAt, invitedBy })),
    { ...ctx, now: createdAt },
  );
  const groupId = randomUUID();
  await recordAuditEvents(
    tx,
    ctx,
    made.map(({ id, role: invited }) => ({
      action: "invitation.sent" as const,
      targetType: "invitation" as const,
      targetId: id,
      groupId,
      after: { role: invited },
    })),
  );
  const invited = new Set(made.map(({ email }) => email));
  return people.map(({ email }, at) => {
    const fate = fates[at] ?? "new";
    if (fate !== "new") return answer(email, fate);
    if (!invited.has(email)) return answer(email, "invited");
    return answer(email, "new", links.get(email));
  });
}
