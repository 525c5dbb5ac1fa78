import type { Db } from "@sundial/db";
import { stuckKind } from "@sundial/validators";
import { encodeCursor } from "../../paging.ts";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What people read first, and what staff read about those who are stuck, as in questionsOf. */
export async function stuckQuestions(db: Db, now: Date): Promise<Question[]> {
  const { as } = callers(db);
  const [mentee0, mentor0] = [
    await as({ id: "mentee0" }, { now }),
    await as({ id: "mentor0" }, { now }),
  ];
  const pm = await as({ id: "pm0" }, { now });
  const admin = await as({ id: "admin0" }, { now });
  const { since, userId } = await db.menteeWait.findFirstOrThrow({
    orderBy: [{ since: "desc" }, { userId: "desc" }],
    where: { since: { lt: now } },
    skip: 5_000,
  });
  const cursor = encodeCursor([since.toISOString(), userId]);
  const asked: Record<string, Record<string, () => Promise<unknown>>> = {
    "stuck.counts": { all: () => pm.stuck.counts() },
    "stuck.list": {
      ...Object.fromEntries(
        stuckKind.options.map((kind) => [kind, () => pm.stuck.list({ kind })] as const),
      ),
      "waiting, far behind": () => pm.stuck.list({ kind: "waiting", cursor }),
    },
    "health.installation": { all: () => admin.health.installation() },
    "officeSession.today": {
      "of a busy mentor": () => mentor0.officeSession.today(),
      "of a busy mentee": () => mentee0.officeSession.today(),
    },
    "actionItem.mine": {
      "of a busy mentor": () => mentor0.actionItem.mine({}),
      "of a busy mentee": () => mentee0.actionItem.mine({}),
    },
    "mentor.mine": { "of a busy mentee": () => mentee0.mentor.mine() },
  };
  return Object.entries(asked).flatMap(([of, questions]) =>
    Object.entries(questions).map(([about, ask]) => ({ of, about, ask })),
  );
}
