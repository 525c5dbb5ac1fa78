import { isRowFault } from "../connections.ts";
import { type Rejection, reasonOf } from "./rejection.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import { copy, type SourceEntity, stagedRows } from "./staging.ts";

/**
 * The entities of which a scope's rows cannot be copied over: the source fails to write a value down,
 * or the target to read it. Tried within the caller's transaction on the target, which is to be rolled
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
      // Nobody may come to fewer factors than they had: without it, its user stays as well.
      if (kind === "factor") unreadable.push({ entity: "user", isUnread: false, reason });
    }
    await target.query("ROLLBACK TO SAVEPOINT trying");
    await source.query("ROLLBACK TO SAVEPOINT trying");
  }
  return unreadable.filter(
    ({ entity }, index) => unreadable.findIndex((other) => other.entity === entity) === index,
  );
}
