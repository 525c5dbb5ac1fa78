import { issueResetToken } from "@sundial/auth";
import type { OfferedProvider } from "@sundial/auth/provider-variables";
import { type Db, lockTask, Prisma } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import { WEEK } from "@sundial/validators/durations";
import type { Progress } from "../progress.ts";
import { isBound, isLocked, isOffered } from "./ways-in.ts";

/** How long the link of an invitation works, in milliseconds. */
const LINK_WITHIN = 2 * WEEK;

const BATCH = 200;

export interface InviteOptions {
  runId: string;
  /** What people can sign in with here: who can needs no password. */
  offered: OfferedProvider[];
  /** The maximum number of people. */
  limit: number;
  /** Includes people with an unconfirmed address. */
  unverified: boolean;
  /** Includes people whose last invitation is older than this. */
  invitedBefore: Date | undefined;
  now: Date;
}

interface Invited {
  id: string;
  email: string;
}

/**
 * People of a run who can only sign in by choosing a password: from a user pool without a sign-in
 * since, with a provider that isn't set up here, or without any way to sign in. Without suspended
 * people, those who wait for staff, placeholder addresses, and people whose organization has its own
 * provider.
 */
function waiting({ runId, unverified, invitedBefore, offered }: InviteOptions) {
  const isInvited = Prisma.sql`EXISTS (SELECT FROM events e WHERE e.target_type = 'user'
    AND e.target_id = u.id AND e.action = 'account.invited'
    ${invitedBefore ? Prisma.sql`AND e.at >= ${invitedBefore}` : Prisma.empty})`;
  return Prisma.sql`FROM migration_records r JOIN users u ON u.id = r.target_key
    WHERE r.run_id = ${runId}::uuid AND r.entity = 'user' AND r.target_key IS NOT NULL
      AND u.status <> 'suspended' AND u.anonymized_at IS NULL
      AND u.email NOT LIKE '%.invalid' AND (u.email_verified OR ${unverified})
      AND NOT EXISTS (SELECT FROM accounts a WHERE a.user_id = u.id
        AND (a.password IS NOT NULL OR ${Prisma.raw(isOffered("a.provider_id", offered))}))
      AND NOT ${Prisma.raw(isLocked("u"))}
      AND NOT ${Prisma.raw(isBound("u.email", offered))}
      AND NOT ${isInvited}`;
}

/** How many people an invitation would go to now. */
export async function countWaiting(db: Db, options: InviteOptions): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count ${waiting(options)}`;
  return Math.min(rows[0]?.count ?? 0, options.limit);
}

/**
 * Queues an email with a link to choose a password for each of them, some hundred per transaction:
 * one person's link, email and event are saved together or not at all. Invited people aren't
 * invited again, so it can be stopped and restarted. Returns how many were invited.
 */
export async function invite(
  db: Db,
  options: InviteOptions,
  { progress, isStopping }: { progress: Progress; isStopping: () => boolean },
): Promise<number> {
  const total = await countWaiting(db, options);
  let done = 0;
  while (done < total && !isStopping()) {
    const size = Math.min(BATCH, total - done);
    const invited = await db.$transaction(async (tx) => {
      // Two commands at once take turns and share the work.
      await lockTask(tx, "invitations");
      const people = await tx.$queryRaw<Invited[]>`
        SELECT u.id, u.email ${waiting(options)} ORDER BY u.id LIMIT ${size}`;
      for (const { id, email } of people) {
        const expiresAt = new Date(options.now.getTime() + LINK_WITHIN);
        const token = await issueResetToken(tx, { subject: id, email, expiresAt });
        await queueEmail(tx, {
          template: "account.choosePassword",
          recipient: email,
          data: { token, expiresAt },
        });
        await recordAuditEvent(
          tx,
          { actor: null },
          { action: "account.invited", targetType: "user", targetId: id },
        );
      }
      return people.length;
    });
    if (invited === 0) break;
    done += invited;
    progress.count(done, total);
  }
  return done;
}
