import { invitationPath, issueInvitationLinks } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { queueEmails } from "@sundial/ledger";
import type { Role } from "@sundial/validators";
import { SECOND } from "@sundial/validators/durations";

/** Between two emails of one call, so that a large file leaves room for other emails. */
const SPACING = 1.5 * SECOND;

interface Linked {
  id: string;
  email: string;
  role: Role;
  expiresAt: Date;
  /** The name of who invites; null for a service account. */
  invitedBy: string | null;
}

interface Mailing {
  now: Date;
  siteUrl: string;
  sendsEmail: boolean;
  isReminder?: boolean;
}

/**
 * Makes a link for each invitation and emails it. Where no emails are sent, returns what staff pass
 * on instead, by address.
 */
export async function makeLinks(
  tx: DbTransaction,
  invitations: Linked[],
  { now, siteUrl, sendsEmail, isReminder = false }: Mailing,
): Promise<ReadonlyMap<string, string>> {
  const tokens = await issueInvitationLinks(tx, invitations, { isMailed: sendsEmail });
  const links = invitations.map((each, at) => ({ ...each, token: tokens[at] ?? "" }));
  if (!sendsEmail) {
    const urlOf = (token: string) => new URL(invitationPath(token), siteUrl).href;
    return new Map(links.map(({ email, token }) => [email, urlOf(token)]));
  }
  await queueEmails(
    tx,
    links.map(({ id, email, ...data }, at) => ({
      template: "account.invitation" as const,
      recipient: email,
      data: { ...data, invitationId: id, isReminder },
      dueAt: new Date(now.getTime() + at * SPACING),
    })),
  );
  return new Map();
}
