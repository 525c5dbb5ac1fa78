import type { Db } from "@sundial/db";
import { encodeCursor } from "../../paging.ts";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What people read about feedback, reports of misuse and reliability, as in questionsOf. */
export async function feedbackQuestions(db: Db, now: Date): Promise<Question[]> {
  const { as } = callers(db);
  const mentee0 = await as({ id: "mentee0" }, { now });
  const pm = await as({ id: "pm0" }, { now });
  const { officeSessionId } = await db.feedback.findFirstOrThrow({
    where: { authorId: "mentee0" },
    select: { officeSessionId: true },
  });
  const { id, createdAt, reportedId } = await db.misuseReport.findFirstOrThrow({
    where: { decidedAt: { not: null } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    skip: 20,
  });
  const cursor = encodeCursor([createdAt.toISOString(), id]);
  const about = { target: { about: "person" as const, personId: reportedId } };
  const asked: Record<string, Record<string, () => Promise<unknown>>> = {
    "feedback.read": {
      "of a busy mentee": () => mentee0.feedback.read({ officeSessionId }),
      "by staff": () => pm.feedback.read({ officeSessionId }),
    },
    "feedback.list": {
      "about a busy mentor": () => pm.feedback.list({ userId: "mentor0", which: "received" }),
      "by a busy mentee": () => pm.feedback.list({ userId: "mentee0", which: "written" }),
      "far behind": () => pm.feedback.list({ userId: "mentor0", which: "received", cursor }),
    },
    "misuseReport.mine": {
      "of a busy mentee": () => mentee0.misuseReport.mine({}),
    },
    "misuseReport.preview": {
      "of a mentor": () => mentee0.misuseReport.preview(about),
      "of a mentor by staff": () => pm.misuseReport.preview(about),
    },
    "misuseReport.list": {
      everything: () => pm.misuseReport.list({}),
      "open ones": () => pm.misuseReport.list({ status: "open" }),
      "decided ones": () => pm.misuseReport.list({ status: "decided" }),
      "far behind": () => pm.misuseReport.list({ cursor }),
    },
    "reliability.read": {
      "of a busy mentee": () => mentee0.reliability.read({ personId: "mentee0" }),
      "of a busy mentor by staff": () => pm.reliability.read({ personId: "mentor0" }),
    },
    "reliability.listObjections": {
      everything: () => pm.reliability.listObjections({}),
      "open ones": () => pm.reliability.listObjections({ status: "open" }),
      "decided ones": () => pm.reliability.listObjections({ status: "decided" }),
      "far behind": () =>
        pm.reliability.listObjections({ cursor: encodeCursor([now.toISOString(), id]) }),
    },
    "misuseReport.byId": {
      one: () => pm.misuseReport.byId({ id }),
    },
  };
  return Object.entries(asked).flatMap(([of, questions]) =>
    Object.entries(questions).map(([each, ask]) => ({ of, about: each, ask })),
  );
}
