import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { readEmailData } from "@sundial/ledger";
import type { Invitee } from "@sundial/validators";
import type { callers } from "./callers.ts";

/** Invitations in tests: sent by somebody who may, with the links from the outbox. */
export function invitations(db: Db, as: ReturnType<typeof callers>["as"]) {
  /** Somebody new, invited by an admin, with the options given. */
  async function invited(options: Partial<Invitee> = {}) {
    const by = await createUser(db, { role: "admin" });
    const email = `${crypto.randomUUID()}@new.example`;
    const person = { email, role: "mentee" as const, ...options };
    await (await as(by)).invitation.send({ people: [person] });
    const { id } = await db.invitation.findFirstOrThrow({ where: { email: person.email } });
    return { by, id, email: person.email };
  }

  /** The token of the newest email to an invited person. */
  async function tokenFor(recipient: string) {
    const { data } = await db.emailOutbox.findFirstOrThrow({
      where: { recipient, template: "account.invitation" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    return readEmailData("account.invitation", data).token;
  }

  return { invited, tokenFor };
}
