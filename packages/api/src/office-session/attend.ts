import type { Prisma } from "@sundial/db";
import { announcedBy, recordAuditEvent } from "@sundial/ledger";
import type { CheckInOfficeSessionInput, RunLateOfficeSessionInput } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { PersonContext } from "../context.ts";
import { requireStillHere } from "../lock-self.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { hasCheckedIn, type Relation } from "../session-state/policy.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { announceSessions } from "./announce-sessions.ts";
import { asFound, type FoundChange, findChange, staleVersion } from "./find-change.ts";
import { getOfficeSessionById } from "./service.ts";

/**
 * One of the two says that they are there, from ten minutes before the start to the end. The first
 * time counts, so repeating it has no effect. It changes nothing that was agreed, so the session
 * keeps its version.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION at other times, and for staff; STALE_VERSION when the
 * session changes at that moment.
 */
export async function checkInOfficeSession(ctx: PersonContext, input: CheckInOfficeSessionInput) {
  const there = await alreadyThere(ctx, input);
  if (there !== null) return there;
  const found = await findChange(ctx, input, { action: "checkIn" });
  const fields = { [`${partyOf(found.relation)}CheckInAt`]: found.now };
  try {
    return await save(ctx, found, {
      action: "officeSession.checkedIn",
      fields,
      occasion: partyOf(found.relation),
    });
  } catch (error) {
    // Two taps at once are one.
    const thereMeanwhile = await alreadyThere(ctx, input);
    if (thereMeanwhile !== null) return thereMeanwhile;
    throw error;
  }
}

async function alreadyThere(ctx: PersonContext, { id }: CheckInOfficeSessionInput) {
  const session = await getOfficeSessionById(ctx, { id });
  const isThere =
    (ctx.actor.id === session.mentorId && hasCheckedIn(session, "mentor")) ||
    (ctx.actor.id === session.menteeId && hasCheckedIn(session, "mentee"));
  return isThere && session.status === "scheduled" ? session : null;
}

/**
 * One of the two tells the other that they come later: so many minutes after the start, or after
 * now once it has begun. The other one gets an email. Saying another time replaces it.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION earlier than an hour before the start, after the end, once
 * they are there, and for staff; STALE_VERSION when the session changes at that moment.
 */
export async function runLateOfficeSession(ctx: PersonContext, input: RunLateOfficeSessionInput) {
  const found = await findChange(ctx, input, { action: "runLate" });
  const from = Math.max(found.row.startsAt.getTime(), found.now.getTime());
  // Whole minutes, so a second tap says the same.
  const until = new Date(Math.ceil(from / MINUTE + input.minutes) * MINUTE);
  const said = found.row[`${partyOf(found.relation)}LateUntil`];
  if (said?.getTime() === until.getTime()) return toOfficeSession(found.row, ctx);
  return save(ctx, found, {
    action: "officeSession.runningLate",
    fields: { [`${partyOf(found.relation)}LateUntil`]: until },
    occasion: until.toISOString(),
  });
}

interface Saying {
  action: "officeSession.checkedIn" | "officeSession.runningLate";
  fields: Prisma.OfficeSessionUncheckedUpdateManyInput;
  /** They say several things of one version. */
  occasion: string;
}

function save(ctx: PersonContext, found: FoundChange, { action, fields, occasion }: Saying) {
  const { row, relation } = found;
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.officeSession.updateMany({
      where: { ...asFound(found), [`${partyOf(relation)}CheckInAt`]: null },
      data: fields,
    });
    if (count === 0) throw staleVersion(row);
    await requireStillHere(tx, ctx);
    const after = await tx.officeSession.findUniqueOrThrow({
      where: { id: row.id },
      select: officeSessionSelect,
    });
    await tellParties(tx, {
      kind: announcedBy[action],
      sessions: [after],
      at: found.now,
      actorId: ctx.actor.id,
      key: `${row.id} ${row.version} ${occasion}`,
    });
    await recordAuditEvent(tx, ctx, {
      action,
      targetType: "officeSession",
      targetId: row.id,
      after: { party: relation, startsAt: row.startsAt.toISOString() },
    });
    await announceSessions(tx, { action, rows: [after], at: found.now });
    return toOfficeSession(after, ctx);
  });
}

/** The table of transitions lets only the two people say it. */
function partyOf(relation: Relation) {
  return relation === "mentor" ? "mentor" : "mentee";
}
