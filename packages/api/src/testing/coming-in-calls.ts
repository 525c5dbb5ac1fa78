import type { Db } from "@sundial/db";
import { createMentee, createUser } from "@sundial/db/factories";
import { applicationText } from "./applications.ts";
import type { callers } from "./callers.ts";
import { invitations } from "./invitations.ts";

const reason = "Asked for by phone";

/** The calls of mutationCalls about invitations and applications. */
export function comingInCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const { invited, tokenFor } = invitations(db, as);

  async function applied() {
    const mentee = await createMentee(db);
    const { id } = await (await as(mentee)).mentorApplication.submit(applicationText);
    return { mentee, input: { id } };
  }

  return {
    "invitation.send": async () => ({
      by: await createUser(db, { role: "pm" }),
      input: { people: [{ email: `${crypto.randomUUID()}@new.example`, role: "mentee" as const }] },
    }),
    "invitation.resend": async () => {
      const { by, id } = await invited();
      return { by, input: { id } };
    },
    "invitation.revoke": async () => {
      const { by, id } = await invited();
      return { by, input: { id } };
    },
    "invitation.accept": async () => {
      const { email } = await invited({ role: "mentor" });
      return { by: await createMentee(db), input: { token: await tokenFor(email) } };
    },

    "mentorApplication.submit": async () => ({
      by: await createMentee(db),
      input: applicationText,
    }),
    "mentorApplication.withdraw": async () => {
      const { mentee, input } = await applied();
      return { by: mentee, input };
    },
    "mentorApplication.approve": async () => {
      const { input } = await applied();
      return { by: await createUser(db, { role: "pm" }), input: { ...input, answer: reason } };
    },
    "mentorApplication.decline": async () => {
      const { input } = await applied();
      return { by: await createUser(db, { role: "pm" }), input: { ...input, answer: reason } };
    },
  };
}
