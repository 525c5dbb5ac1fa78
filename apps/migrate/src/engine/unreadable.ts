import { isRowFault } from "../connections.ts";
import { type Rejection, reasonOf } from "./rejection.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import { copy, type SourceEntity, stagedRows } from "./staging.ts";

/**
 * The entities whose rows in a scope can't be copied: the source can't output a value, or the
 * target can't read it. Tried within the caller's transaction on the target, which will be rolled
 * back.
 */
export async function findUnreadable(
  { source, target }: Sessions,
  entities: SourceEntity[],
  scope: Scope,
): Promise<Rejection[]> {
  const unreadable: Rejection[] = [];
  for (const entity of entities) {
    const { name, kind, staging } = entity;
    await source.query("SAVEPOINT trying");
    await target.query("SAVEPOINT trying");
    try {
      await copy(source, stagedRows(entity, scope), target, staging);
    } catch (error) {
      if (!isRowFault(error)) throw error;
      const reason = reasonOf(error);
      unreadable.push({ entity: name, isUnread: true, reason });
      // Nobody may arrive with fewer factors than they had: without a factor, its user stays
      // behind, too.
      if (kind === "factor") unreadable.push({ entity: "user", isUnread: false, reason });
    }
    await target.query("ROLLBACK TO SAVEPOINT trying");
    await source.query("ROLLBACK TO SAVEPOINT trying");
  }
  return unreadable.filter(
    ({ entity }, index) => unreadable.findIndex((other) => other.entity === entity) === index,
  );
}
