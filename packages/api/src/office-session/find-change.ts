import type { ChangeOfficeSessionInput, OfficeSessionStatus } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { findTransition, type OfficeSessionAction, relationOf } from "../session-state/policy.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { officeSessionScope } from "./scope.ts";

/**
 * The session this person wants to change, its transition, and the person's relation to it. Without
 * a version, in any version.
 *
 * Errors: NOT_FOUND, INVALID_TRANSITION, STALE_VERSION; INVALID_INPUT when someone who isn't a
 * party gives no reason.
 */
export async function findChange(
  ctx: ServiceContext,
  input: Pick<ChangeOfficeSessionInput, "id"> & Partial<ChangeOfficeSessionInput>,
  wanted: { action: OfficeSessionAction; to?: OfficeSessionStatus },
) {
  const { db, actor } = ctx;
  const row = await db.officeSession.findFirst({
    where: { AND: [{ id: input.id }, officeSessionScope(actor)] },
    select: officeSessionSelect,
  });
  const relation = row && relationOf(actor, row);
  if (row === null || relation === null) throw notFound();
  const now = ctx.now();
  const session = toState(row, now);
  const transition = findTransition(wanted, session, { actor, now });
  if (transition === null) {
    throw new DomainError("INVALID_TRANSITION", "The session's status no longer allows this.", {
      status: session.status,
    });
  }
  if (input.version !== undefined && row.version !== input.version) throw staleVersion(row);
  if (relation === "staff" && !input.note) {
    throw new DomainError("INVALID_INPUT", "Enter a reason for both people.", [
      { path: ["note"], message: "Enter a reason for both people" },
    ]);
  }
  return { row, session, transition, relation, now };
}

export type FoundChange = Awaited<ReturnType<typeof findChange>>;

/** Matches only the row as it was found, so of two changes at once the second one fails. */
export function asFound({ row: { id, status, version } }: FoundChange) {
  return { id, status, version };
}

export function staleVersion({ version }: { version: number }) {
  return new DomainError(
    "STALE_VERSION",
    "This session was changed elsewhere. Reload to see the latest version.",
    { version },
  );
}
