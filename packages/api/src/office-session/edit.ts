import { recordAuditEvent } from "@sundial/ledger";
import { DomainError, type EditOfficeSessionInput, sessionDetail } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { requireStillHere } from "../lock-self.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { editableDetails } from "../session-state/policy.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { announceSessions } from "./announce-sessions.ts";
import { asFound, type FoundChange, findChange, staleVersion } from "./find-change.ts";

/**
 * Changes the topic, agenda or place of a session that stays at its time. Both people get an email
 * with what it was before, and calendars follow. Without a difference, nothing happens.
 *
 * Errors: those of `findChange`; INVALID_INPUT also for a detail that isn't this person's to change.
 */
export async function editOfficeSession(ctx: ServiceContext, input: EditOfficeSessionInput) {
  const found = await findChange(ctx, input, { action: "edit" });
  const edits = editsOf(found, input);
  requireEditable(ctx, found, edits);
  if (edits.length === 0) return toOfficeSession(found.row, ctx);
  const changed = edits.map(({ detail }) => detail);
  const { topic, agenda, location } = input;
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.officeSession.updateMany({
      where: asFound(found),
      data: {
        topic,
        agenda,
        location: location === "" ? null : location,
        // An earlier message, for example about a move, is still true.
        changeNote: input.note || undefined,
        version: { increment: 1 },
        calendarSequence: { increment: 1 },
      },
    });
    if (count === 0) throw staleVersion(found.row);
    // Erasing also clears this person's text in this row, so it must run before or after this change.
    await requireStillHere(tx, ctx);
    const after = await tx.officeSession.findUniqueOrThrow({
      where: { id: found.row.id },
      select: officeSessionSelect,
    });
    await tellParties(tx, {
      kind: "session.edited",
      sessions: [after],
      at: found.now,
      actorId: ctx.actor.id,
      message: { text: input.note, authorId: ctx.actor.id, edits },
    });
    await recordAuditEvent(tx, ctx, {
      action: "officeSession.edited",
      targetType: "officeSession",
      targetId: after.id,
      reason: found.relation === "staff" ? input.note : undefined,
      // What people write to each other stays out of the log.
      after: { changed, version: after.version },
    });
    await announceSessions(tx, {
      action: "officeSession.edited",
      rows: [after],
      at: found.now,
      changed,
    });
    return toOfficeSession(after, ctx);
  });
}

function editsOf({ row }: FoundChange, input: EditOfficeSessionInput) {
  return sessionDetail.options.flatMap((detail) => {
    const [from, to] = [row[detail] ?? "", input[detail]];
    return to === undefined || to === from ? [] : [{ detail, from, to }];
  });
}

function requireEditable(
  ctx: ServiceContext,
  { session, now }: FoundChange,
  edits: ReturnType<typeof editsOf>,
) {
  const editable = editableDetails(session, ctx.actor, now);
  const refused = edits.filter(({ detail }) => !editable.includes(detail));
  if (refused.length === 0) return;
  throw new DomainError(
    "INVALID_INPUT",
    "Only the mentor or a program manager can change the place.",
    refused.map(({ detail }) => ({ path: [detail], message: "You can't change this" })),
  );
}
