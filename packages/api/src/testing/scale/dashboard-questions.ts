import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What staff read on the dashboard, as in questionsOf. */
export async function dashboardQuestions(db: Db, now: Date): Promise<Question[]> {
  const pm = await callers(db).as({ id: "pm0" }, { now });
  const dateOf = (daysAgo: number) =>
    new Date(now.getTime() - daysAgo * DAY).toISOString().slice(0, 10);
  const until = (daysAgo: number) => ({ from: dateOf(daysAgo), to: dateOf(0) });
  const asked = {
    "twelve weeks": until(83),
    "a year": until(364),
    "three years": until(1095),
    "one mentor, a year": { ...until(364), mentorId: "mentor5" },
    "a busy mentor, three years": { ...until(1095), mentorId: "mentor0" },
    "one expertise, twelve weeks": { ...until(83), expertise: "rust" },
    "the weeks ahead": { from: dateOf(-1), to: dateOf(-28) },
  };
  return Object.entries(asked).map(([about, input]) => ({
    of: "dashboard.report",
    about,
    ask: () => pm.dashboard.report(input),
  }));
}
