import type { DbTransaction, Role, UserStatus } from "@sundial/db";
import { announce } from "./announce.ts";
import type { FactsOf } from "./kinds.ts";

interface ChangedMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  status: UserStatus;
}

interface Change {
  changed: FactsOf<"member.updated">["changed"];
  at: Date;
}

/** Announces what changed about a person, in the transaction of the change. */
export function announceMember(
  tx: DbTransaction,
  { id, name, email, role, status }: ChangedMember,
  { changed, at }: Change,
) {
  if (changed.length === 0) return;
  return announce(tx, [
    {
      kind: "member.updated",
      at,
      people: [id],
      facts: { id, role, status, changed },
      texts: { name, email },
    },
  ]);
}
