import { expect, test } from "vitest";
import { DAY, HOUR } from "./durations.ts";
import { type ProgramState, programSentences } from "./stuck.ts";

const NOW = new Date("2027-02-22T12:00:00Z");
const nothing: ProgramState = {
  stuck: { waiting: 0, expired: 0, unanswered: 0, expertise: 0, invited: 0 },
  stuckAfterDays: 21,
  expiringToday: 0,
  disputes: 0,
  disputeDeadline: null,
  applications: 0,
  reports: 0,
};
const said = (state: Partial<ProgramState>) =>
  programSentences({ ...nothing, ...state }, NOW).map(({ text }) => text);
const inTime = (ms: number) => new Date(NOW.getTime() + ms);

test("a program in which nothing waits has no sentence", () => {
  expect(said({})).toEqual([]);
});

test.each([
  [
    { disputes: 1, disputeDeadline: inTime(2 * DAY) },
    "1 dispute waits for your decision, 2 days left",
  ],
  [
    { disputes: 2, disputeDeadline: inTime(5 * HOUR) },
    "2 disputes wait for your decision, 5 h left",
  ],
  [{ disputes: 1, disputeDeadline: inTime(0) }, "1 dispute waits for your decision, overdue"],
  [{ expiringToday: 4 }, "4 requests expire within a day"],
  [
    { stuck: { ...nothing.stuck, waiting: 3 }, stuckAfterDays: 30 },
    "3 mentees have had no session for 30 days",
  ],
  [
    { stuck: { ...nothing.stuck, waiting: 1_000 } },
    "1,000 or more mentees have had no session for 21 days",
  ],
  [
    { stuck: { ...nothing.stuck, invited: 1 } },
    "1 person hasn't accepted an invitation of more than 7 days ago",
  ],
])("%j is said as %s", (state, sentence) => {
  expect(said(state)).toEqual([sentence]);
});

test("each sentence opens a list of its own, the most pressing first", () => {
  const stuck = { waiting: 1, expired: 1, unanswered: 1, expertise: 1, invited: 1 };
  const sentences = programSentences(
    { ...nothing, stuck, disputes: 1, expiringToday: 1, applications: 1, reports: 1 },
    NOW,
  );
  const paths = sentences.map(({ path }) => path);
  expect(new Set(paths).size).toBe(9);
  expect(paths[0]).toBe("/disputes");
});
