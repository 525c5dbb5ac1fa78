import { issueInvitationLinks } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { encodeCursor } from "../../paging.ts";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What people read about invitations and applications, as in questionsOf. */
export async function comingInQuestions(db: Db, now: Date): Promise<Question[]> {
  const { as, asVisitor } = callers(db);
  const mentee0 = await as({ id: "mentee0" }, { now });
  const pm = await as({ id: "pm0" }, { now });
  const days = (count: number) => new Date(now.getTime() + count * DAY);
  const { id: applicationId } = await db.mentorApplication.findFirstOrThrow({
    where: { userId: "mentee0" },
    select: { id: true },
  });
  const invitation = await db.invitation.findFirstOrThrow({
    where: { status: "pending", expiresAt: { gt: now } },
    select: { id: true, email: true, expiresAt: true },
  });
  const [token = ""] = await issueInvitationLinks(db, [invitation], { isMailed: true });
  const cursor = encodeCursor([days(-100).toISOString(), invitation.id]);
  const application = encodeCursor([days(-500).toISOString(), applicationId]);
  const { mentorApplication, invitation: invitations } = pm;
  const asked: Record<string, Record<string, () => Promise<unknown>>> = {
    "mentorApplication.mine": { "a busy mentee": () => mentee0.mentorApplication.mine() },
    "mentorApplication.list": {
      all: () => mentorApplication.list({}),
      "far behind": () => mentorApplication.list({ cursor: application }),
      waiting: () => mentorApplication.list({ status: "pending" }),
      declined: () => mentorApplication.list({ status: "declined" }),
    },
    "mentorApplication.byId": {
      "a busy mentee's": () => mentorApplication.byId({ id: applicationId }),
    },
    "invitation.list": {
      all: () => invitations.list({}),
      "far behind": () => invitations.list({ cursor }),
      waiting: () => invitations.list({ state: "waiting" }),
      expired: () => invitations.list({ state: "expired" }),
      "accepted, far behind": () => invitations.list({ state: "accepted", cursor }),
      "an address": () => invitations.list({ email: invitation.email }),
      "no such address": () => invitations.list({ email: "nobody@nowhere.example" }),
    },
    "invitation.preview": {
      "a link": () => asVisitor({ now }).invitation.preview({ token }),
      "a link that doesn't work": () =>
        asVisitor({ now })
          .invitation.preview({ token: "unknown" })
          .catch(() => null),
    },
  };
  return Object.entries(asked).flatMap(([of, questions]) =>
    Object.entries(questions).map(([about, ask]) => ({ of, about, ask })),
  );
}
