import {
  issueOneTimeToken,
  redeemOneTimeToken,
  registrationOptions,
  requireOwnProvider,
  verifyRegistration,
} from "@sundial/auth";
import { constraintViolated, type Prisma } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import {
  type AddPasskeyInput,
  DomainError,
  MAX_PASSKEYS,
  passkeyTransport,
  type RemovePasskeyInput,
  type RenamePasskeyInput,
  type StartPasskeyInput,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { readSettings } from "../program/read.ts";
import { inTransaction } from "../transaction.ts";
import { confirmed } from "./confirmed.ts";
import { requireOtherWayIn } from "./other-way-in.ts";

/** How long somebody has to make the passkey after confirming who they are. */
const ADD_WITHIN = 5 * MINUTE;

const purpose = "account.addPasskey";

const started = z.object({ challenge: z.string() });

export const passkeySelect = {
  id: true,
  name: true,
  isBackedUp: true,
  createdAt: true,
  lastUsedAt: true,
} satisfies Prisma.PasskeySelect;

/**
 * Starts to add a passkey: returns what the browser needs to make one, and a token for addPasskey,
 * which works once within five minutes.
 *
 * Errors: LIMIT_REACHED; PROVIDER_REQUIRED; INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, INVALID_CODE or
 * RECENT_SIGN_IN_REQUIRED when the sign-in isn't recent and the proof is wrong or missing.
 */
export async function startPasskey(ctx: PersonContext, proof: StartPasskeyInput) {
  const { actor, siteUrl } = ctx;
  requireOwnProvider(ctx.providers, actor.email);
  return confirmed(ctx, proof, async (tx) => {
    const existing = await tx.passkey.findMany({
      where: { userId: actor.id },
      select: { credentialId: true, transports: true },
    });
    if (existing.length >= MAX_PASSKEYS) {
      throw new DomainError(
        "LIMIT_REACHED",
        `You can have ${MAX_PASSKEYS} passkeys. Remove one first.`,
      );
    }
    const options = await registrationOptions(
      { baseURL: siteUrl },
      {
        program: (await readSettings(tx)).name,
        user: actor,
        existing: existing.map(({ credentialId, transports }) => ({
          credentialId,
          transports: z.array(passkeyTransport).parse(transports),
        })),
      },
    );
    const token = await issueOneTimeToken(tx, {
      purpose,
      subject: actor.id,
      data: { challenge: options.challenge },
      expiresAt: new Date(ctx.now().getTime() + ADD_WITHIN),
    });
    await recordAuditEvent(tx, ctx, {
      action: "signInMethod.connectionRequested",
      targetType: "user",
      targetId: actor.id,
      after: { provider: "passkey" },
    });
    return { options, token };
  });
}

/**
 * Adds the passkey that the browser has made. From now on it opens the account, without a password
 * and without a code. Its owner gets an email.
 *
 * Errors: INVALID_LINK when it took too long; INVALID_CREDENTIALS when the browser's answer doesn't
 * hold, or the passkey is known already; LIMIT_REACHED.
 */
export async function addPasskey(ctx: PersonContext, { token, name, response }: AddPasskeyInput) {
  const userId = ctx.actor.id;
  try {
    return await inTransaction(ctx.db, async (tx) => {
      await lockSelf(tx, ctx);
      const begun = await redeemOneTimeToken(tx, { purpose, token, now: ctx.now() });
      if (begun?.subject !== userId) {
        throw new DomainError("INVALID_LINK", "This took too long. Start again.");
      }
      const { challenge } = started.parse(begun.data);
      const made = await verifyRegistration({ baseURL: ctx.siteUrl }, { challenge, response });
      if (made === null) throw notAdded();
      if ((await tx.passkey.count({ where: { userId } })) >= MAX_PASSKEYS) {
        throw new DomainError(
          "LIMIT_REACHED",
          `You can have ${MAX_PASSKEYS} passkeys. Remove one first.`,
        );
      }
      const passkey = await tx.passkey.create({
        data: { ...made, userId, name, createdAt: ctx.now() },
        select: passkeySelect,
      });
      await queueEmail(tx, {
        template: "account.signInMethodConnected",
        recipient: ctx.actor.email,
        data: { provider: "a passkey", everythingEnded: false },
      });
      await recordAuditEvent(tx, ctx, {
        action: "signInMethod.connected",
        targetType: "user",
        targetId: userId,
        after: { provider: "passkey", id: passkey.id },
      });
      return passkey;
    });
  } catch (error) {
    throw constraintViolated(error) === null ? error : notAdded();
  }
}

/**
 * Renames a passkey.
 *
 * Errors: NOT_FOUND.
 */
export function renamePasskey(ctx: PersonContext, { id, name }: RenamePasskeyInput) {
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const [passkey] = await tx.passkey.updateManyAndReturn({
      where: { id, userId: ctx.actor.id },
      data: { name },
      select: passkeySelect,
    });
    if (passkey === undefined) throw noSuchPasskey();
    await recordAuditEvent(tx, ctx, {
      action: "signInMethod.renamed",
      targetType: "user",
      targetId: ctx.actor.id,
      after: { provider: "passkey", id },
    });
    return passkey;
  });
}

/**
 * Removes a passkey: it no longer opens the account. Its owner gets an email.
 *
 * Errors: NOT_FOUND; LAST_WAY_IN when nothing else would open the account; INVALID_CREDENTIALS,
 * SECOND_FACTOR_REQUIRED, INVALID_CODE or RECENT_SIGN_IN_REQUIRED when the sign-in isn't recent and
 * the proof is wrong or missing.
 */
export function removePasskey(ctx: PersonContext, { id, ...proof }: RemovePasskeyInput) {
  return confirmed(ctx, proof, async (tx) => {
    const { count } = await tx.passkey.deleteMany({ where: { id, userId: ctx.actor.id } });
    if (count === 0) throw noSuchPasskey();
    await requireOtherWayIn(tx, ctx);
    await queueEmail(tx, {
      template: "account.signInMethodDisconnected",
      recipient: ctx.actor.email,
      data: { provider: "a passkey" },
    });
    await recordAuditEvent(tx, ctx, {
      action: "signInMethod.disconnected",
      targetType: "user",
      targetId: ctx.actor.id,
      before: { provider: "passkey", id },
    });
    return { id };
  });
}

function notAdded() {
  return new DomainError("INVALID_CREDENTIALS", "This passkey couldn't be added. Try again.");
}

function noSuchPasskey() {
  return new DomainError("NOT_FOUND", "This passkey has been removed already.");
}
