import { type DbTransaction, lockPeople, type Prisma } from "@sundial/db";
import { announcedBy, recordAuditEvent } from "@sundial/ledger";
import type {
  ChangeOfficeSessionInput,
  CorrectOfficeSessionInput,
  NoShowParty,
  ReportNoShowOfficeSessionInput,
} from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { requireStillHere } from "../lock-self.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { hasCheckedIn, isLateCancellation, type Relation } from "../session-state/policy.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { announceSessions, type SessionAction } from "./announce-sessions.ts";
import { asFound, type FoundChange, findChange, staleVersion } from "./find-change.ts";
import { requireActive } from "./parties.ts";
import { getOfficeSessionById } from "./service.ts";

/**
 * Accepts a request, which schedules it.
 *
 * Errors: those of `findChange`; PARTY_INACTIVE when a party isn't active.
 */
export async function approveOfficeSession(ctx: ServiceContext, input: ChangeOfficeSessionInput) {
  const found = await findChange(ctx, input, { action: "approve" });
  return write(ctx, input, {
    found,
    event: "officeSession.approved",
    fields: { expiresAt: null },
    before: async (tx) => {
      await lockPeople(tx, [found.row.mentorId, found.row.menteeId]);
      await requireActive(tx, found.row);
    },
  });
}

/** Declines a request and frees its time. Errors: those of `findChange`. */
export async function declineOfficeSession(ctx: ServiceContext, input: ChangeOfficeSessionInput) {
  const found = await findChange(ctx, input, { action: "decline" });
  return write(ctx, input, { found, event: "officeSession.declined" });
}

const WITHDREW = {
  mentee: "mentee_withdrew",
  mentor: "mentor_withdrew",
  staff: "pm_decision",
} as const;

/**
 * Cancels a session and frees its time. Repeating it has no effect.
 *
 * Errors: those of `findChange`.
 */
export async function cancelOfficeSession(ctx: ServiceContext, input: ChangeOfficeSessionInput) {
  const said = await ownCancellation(ctx, input);
  if (said !== null) return said;
  try {
    // In the transaction, because the same call at the same moment may end it before it is found.
    const found = await findChange(ctx, input, { action: "cancel" });
    const { session, relation, now } = found;
    return await write(ctx, input, {
      found,
      event: "officeSession.cancelled",
      fields: {
        cancelledAt: now,
        cancelledById: ctx.actor.id,
        cancelReason: WITHDREW[relation],
        cancelledLate: isLateCancellation(session, relation, now),
      },
    });
  } catch (error) {
    const saidMeanwhile = await ownCancellation(ctx, input);
    if (saidMeanwhile !== null) return saidMeanwhile;
    throw error;
  }
}

async function ownCancellation(ctx: ServiceContext, { id }: ChangeOfficeSessionInput) {
  const session = await getOfficeSessionById(ctx, { id });
  const isOwn = session.status === "cancelled" && session.cancelledById === ctx.actor.id;
  return isOwn ? session : null;
}

/**
 * Records that the session took place. From staff, this is final.
 *
 * Errors: those of `findChange`.
 */
export async function completeOfficeSession(ctx: ServiceContext, input: ChangeOfficeSessionInput) {
  const found = await findChange(ctx, input, { action: "complete" });
  return write(ctx, input, {
    found,
    event: "officeSession.completed",
    fields: { settledAt: settledAt(found) },
  });
}

/**
 * Reports who was absent: for a party, the other one. If both report each other, or the absent one
 * had checked in, the session is disputed until staff correct it.
 *
 * Errors: those of `findChange`; INVALID_INPUT also when staff don't name the absent person.
 */
export async function reportNoShowOfficeSession(
  ctx: ServiceContext,
  input: ReportNoShowOfficeSessionInput,
) {
  const found = await findChange(ctx, input, { action: "reportNoShow" });
  return write(ctx, input, {
    found,
    event: "officeSession.noShowReported",
    fields:
      found.session.status === "no_show"
        ? { disputed: true, disputedAt: found.now }
        : report(found, input),
    after: (tx) => keepReport(tx, ctx, found, input.note),
  });
}

/** Staff record what happened, which ends a dispute. Errors: those of `findChange`. */
export async function correctOfficeSession(ctx: ServiceContext, input: CorrectOfficeSessionInput) {
  const to = input.absent === null ? "completed" : "no_show";
  const found = await findChange(ctx, input, { action: "correct", to });
  return write(ctx, input, {
    found,
    event: "officeSession.corrected",
    fields: { noShowParty: input.absent, disputed: false, settledAt: found.now },
  });
}

function report(found: FoundChange, { absent }: ReportNoShowOfficeSessionInput) {
  const noShowParty = absentParty(found.relation, absent);
  const disputed = found.relation !== "staff" && hasCheckedIn(found.row, noShowParty);
  const disputedAt = disputed ? found.now : undefined;
  return { noShowParty, disputed, disputedAt, settledAt: settledAt(found) };
}

/** What a party said stays for staff who settle a dispute, when the other one reports, too. */
async function keepReport(
  tx: DbTransaction,
  { actor }: ServiceContext,
  { row, relation, now }: FoundChange,
  words: string,
) {
  if (relation === "staff") return;
  const report = { officeSessionId: row.id, authorId: actor.id, words, createdAt: now };
  await tx.noShowReport.createMany({ data: [report], skipDuplicates: true });
}

function settledAt({ relation, now }: FoundChange): Date | null {
  return relation === "staff" ? now : null;
}

function absentParty(relation: Relation, named: NoShowParty | undefined): NoShowParty {
  if (relation !== "staff") return relation === "mentee" ? "mentor" : "mentee";
  if (named !== undefined) return named;
  throw new DomainError("INVALID_INPUT", "Choose who was absent.", [
    { path: ["absent"], message: "Choose who was absent" },
  ]);
}

interface Change {
  found: FoundChange;
  event: SessionAction;
  fields?: Prisma.OfficeSessionUncheckedUpdateManyInput;
  /** Runs first in the transaction, for locks and checks. */
  before?: (tx: DbTransaction) => Promise<void>;
  /** Runs once the session is this change's to write. */
  after?: (tx: DbTransaction) => Promise<void>;
}

function write(ctx: ServiceContext, input: ChangeOfficeSessionInput, change: Change) {
  const { found, event, fields = {}, before } = change;
  const { row, transition, relation } = found;
  return inTransaction(ctx.db, async (tx) => {
    await before?.(tx);
    const { count } = await tx.officeSession.updateMany({
      where: asFound(found),
      data: {
        ...fields,
        status: transition.to,
        changeNote: input.note,
        version: { increment: 1 },
        calendarSequence: isInCalendars(transition.to) ? { increment: 1 } : undefined,
      },
    });
    if (count === 0) throw staleVersion(row);
    // Erasing also clears this person's text in this row, so it must run before or after this change.
    await requireStillHere(tx, ctx);
    await change.after?.(tx);
    const claims = { officeSessionId: row.id };
    if (transition.to === "scheduled") {
      await tx.timeClaim.updateMany({ where: claims, data: { expiresAt: null } });
    } else {
      await tx.timeClaim.deleteMany({ where: claims });
    }
    const after = await tx.officeSession.findUniqueOrThrow({
      where: { id: row.id },
      select: officeSessionSelect,
    });
    const message = { text: input.note, authorId: ctx.actor.id };
    await tellParties(tx, {
      // Two reports that contradict each other are news of another kind, also for staff.
      kind:
        event === "officeSession.noShowReported" && after.disputed
          ? "session.disputed"
          : announcedBy[event],
      sessions: [after],
      at: found.now,
      actorId: ctx.actor.id,
      message,
      data: { absent: after.noShowParty },
    });
    await recordAuditEvent(tx, ctx, {
      action: event,
      targetType: "officeSession",
      targetId: row.id,
      // Messages between parties are private; decisions by staff need a recorded reason.
      reason: relation === "staff" ? input.note : undefined,
      before: recorded(row),
      after: recorded(after),
    });
    await announceSessions(tx, { action: event, rows: [after], at: found.now });
    return toOfficeSession(after, ctx);
  });
}

/** Whether the change shows in calendars, which a completed session doesn't. */
function isInCalendars(to: FoundChange["transition"]["to"]) {
  return to !== "completed" && to !== "no_show";
}

function recorded(row: FoundChange["row"]): Prisma.InputJsonObject {
  const { status, cancelReason, cancelledLate, noShowParty, disputed } = row;
  return {
    status,
    ...(cancelReason === null ? {} : { cancelReason, cancelledLate }),
    ...(noShowParty === null ? {} : { noShowParty, disputed }),
  };
}
