import { z } from "zod";
import { email, newPassword, oneTimeToken, personName, signUpInput } from "./account.ts";
import { type Role, role } from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit } from "./paging.ts";
import { passkeyRegistration } from "./passkey.ts";
import { topics } from "./profile.ts";

/** How long the link of an invitation works. */
export const INVITATION_DAYS = 14;

/** How many people one call can invite. */
export const INVITEES_PER_CALL = 200;
/** How many people one file can have. */
export const INVITEES_PER_FILE = 5_000;

/** Somebody to invite. */
export const invitee = z
  .object({
    email,
    role,
    /** Offered to a mentor when they write their profile; left out for others. */
    expertise: topics.default([]),
  })
  .transform((person) => (person.role === "mentor" ? person : { ...person, expertise: [] }));
export type Invitee = z.infer<typeof invitee>;

/**
 * What becomes of a row: `new` is invited, or would be in a dry run; `member` has an account;
 * `invited` has an invitation that still works; `duplicate` is a later row with the same address.
 */
export const inviteeFate = z.enum(["new", "member", "invited", "duplicate"]);
export type InviteeFate = z.infer<typeof inviteeFate>;

export const sendInvitationsInput = z.object({
  people: z.array(invitee).min(1).max(INVITEES_PER_CALL),
  /** Only says what would become of each row. */
  dryRun: z.boolean().default(false),
  idempotencyKey,
});
export type SendInvitationsInput = z.infer<typeof sendInvitationsInput>;

/** As people see it; a pending one whose link no longer works has expired. */
export const invitationState = z.enum(["waiting", "expired", "accepted", "revoked"]);
export type InvitationState = z.infer<typeof invitationState>;

/** Those whose link lasts longest first, which is the order in which they were sent. */
export const listInvitationsInput = z.strictObject({
  state: invitationState.optional(),
  /** The whole address. */
  email: email.optional(),
  cursor,
  limit,
  direction,
});
export type ListInvitationsInput = z.infer<typeof listInvitationsInput>;

const byId = z.object({ id: z.uuid() });

export const resendInvitationInput = byId.extend({ idempotencyKey });
export type ResendInvitationInput = z.infer<typeof resendInvitationInput>;

export const revokeInvitationInput = byId;
export type RevokeInvitationInput = z.infer<typeof revokeInvitationInput>;

const byToken = z.object({ token: oneTimeToken });

export const previewInvitationInput = byToken;
export type PreviewInvitationInput = z.infer<typeof previewInvitationInput>;

/** By somebody who is signed in; it gives the role to their account. */
export const acceptInvitationInput = byToken;
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

/** Whether accepting leaves this person everything that they may do. */
export function mayAccept({ current, invited }: { current: Role; invited: Role }): boolean {
  return role.options.indexOf(invited) >= role.options.indexOf(current);
}

const newMember = byToken.extend({ name: personName, timeZone: signUpInput.shape.timeZone });

/** By somebody without an account, who gets one with the address and role of the invitation. */
export const joinInput = newMember.extend({ password: newPassword });
export type JoinInput = z.infer<typeof joinInput>;

export const startPasskeyJoinInput = byToken.extend({ name: personName });
export type StartPasskeyJoinInput = z.infer<typeof startPasskeyJoinInput>;

/** What the browser needs to make a passkey, and a token for `joinWithPasskeyInput`. */
export const passkeyJoinOptions = z.object({
  /** For the browser's own API: PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3. */
  options: z.looseObject({
    challenge: z.string(),
    rp: z.looseObject({ name: z.string() }),
    user: z.looseObject({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number() })),
  }),
  challenge: z.string(),
});

export const joinWithPasskeyInput = newMember.extend({
  challenge: oneTimeToken,
  response: passkeyRegistration,
});
export type JoinWithPasskeyInput = z.input<typeof joinWithPasskeyInput>;
