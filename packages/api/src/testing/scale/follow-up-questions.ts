import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What people read about notes, action items and goals, as in questionsOf. */
export async function followUpQuestions(db: Db, now: Date): Promise<Question[]> {
  const { as } = callers(db);
  const mentee0 = await as({ id: "mentee0" }, { now });
  const mentor0 = await as({ id: "mentor0" }, { now });
  const pm = await as({ id: "pm0" }, { now });
  const { id: officeSessionId } = await db.officeSession.findFirstOrThrow({
    where: { menteeId: "mentee0", status: "completed", notes: { some: {} } },
    select: { id: true },
  });
  const withMentor0 = await db.officeSession.findFirstOrThrow({
    where: { mentorId: "mentor0", status: "completed", mentee: { anonymizedAt: null } },
    select: { id: true, menteeId: true },
  });
  const inSeries = await db.officeSession.findFirstOrThrow({
    where: { mentorId: "mentor0", seriesId: { not: null } },
    select: { id: true },
  });
  const startsAt = new Date(now.getTime() + 5 * DAY);
  const eight = { startsAt, durationMinutes: 30, everyWeeks: 1, count: 8 } as const;
  const asked: Record<string, Record<string, () => Promise<unknown>>> = {
    "sessionNote.read": {
      "of a busy mentee": () => mentee0.sessionNote.read({ officeSessionId }),
      "by staff": () => pm.sessionNote.read({ officeSessionId }),
    },
    "officeSession.brief": {
      "of a busy mentee": () => mentee0.officeSession.brief({ id: officeSessionId }),
      "of a busy mentor": () => mentor0.officeSession.brief({ id: withMentor0.id }),
      "by staff": () => pm.officeSession.brief({ id: officeSessionId }),
    },
    "sessionSeries.bySession": {
      "of a busy mentor": () => mentor0.sessionSeries.bySession({ officeSessionId: inSeries.id }),
      "by staff": () => pm.sessionSeries.bySession({ officeSessionId: inSeries.id }),
    },
    "sessionSeries.preview": {
      "eight sessions of a busy mentor": () =>
        mentor0.sessionSeries.preview({ ...eight, menteeId: withMentor0.menteeId }),
    },
    "sessionSeries.previewOnBehalf": {
      "eight sessions of a busy mentor": () =>
        pm.sessionSeries.previewOnBehalf({ ...eight, mentorId: "mentor0", menteeId: "mentee0" }),
    },
    "actionItem.list": {
      "of a busy mentee": () => mentee0.actionItem.list({ officeSessionId }),
    },
    "notification.list": {
      "of a busy mentor": () => mentor0.notification.list({}),
      "the next page": async () => {
        const { nextCursor } = await mentor0.notification.list({});
        return mentor0.notification.list({ cursor: nextCursor });
      },
    },
    "notification.unread": { "of a busy mentor": () => mentor0.notification.unread() },
    "notification.choices": { "one's own": () => mentee0.notification.choices() },
    "notification.settings": { "one's own": () => mentee0.notification.settings() },
    "goal.list": {
      "one's own": () => mentee0.goal.list({}),
      "by a busy mentor": () => mentor0.goal.list({ menteeId: withMentor0.menteeId }),
    },
  };
  return Object.entries(asked).flatMap(([of, questions]) =>
    Object.entries(questions).map(([about, ask]) => ({ of, about, ask })),
  );
}
