import type { Db } from "@sundial/db";
import { experienceLevelLabels, learningStyleLabels, weeklyHoursLabels } from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import { loadHistory, loadProfiles } from "../brief/load-brief.ts";
import type { Message } from "./message.ts";

interface Briefed {
  id: string;
  startsAt: Date;
  mentor: { id: string };
  mentee: { id: string; name: string };
}

/** What a mentor should know about a mentee who booked or requested a session. */
export type Brief = Awaited<ReturnType<typeof loadBrief>>;

/** Reads the brief of a session for its mentor. */
export async function loadBrief(db: Db, { id, startsAt, mentor, mentee }: Briefed, now: Date) {
  const session = { id, mentorId: mentor.id, menteeId: mentee.id, startsAt };
  const actor = { id: mentor.id, role: "mentor" } as const;
  const [{ mentee: profile }, history] = await Promise.all([
    loadProfiles(db, session, { actor, now }),
    loadHistory(db, session, now),
  ]);
  return { profile, ...history };
}

interface Reader {
  menteeName: string;
  timeZone: string;
  formats: TimeFormats;
}

/** The brief as parts of an email. What the mentee doesn't show is left out. */
export function briefBlocks(brief: Brief, { menteeName, timeZone, formats }: Reader) {
  const blocks: Message["blocks"][number][] = [];
  const facts = factsOf(brief.profile);
  if (facts.length > 0) blocks.push({ text: `About ${menteeName}:` }, { facts });
  const past = historyOf(brief, { timeZone, formats });
  if (past !== "") blocks.push({ text: past });
  return blocks;
}

function factsOf(profile: Brief["profile"]) {
  if (profile === null) return [];
  const { experienceLevel, weeklyHours, learningStyle } = profile;
  const facts = [
    ["Goals", profile.goals ?? ""],
    ["Background", profile.background ?? ""],
    ["Experience", experienceLevel === null ? "" : experienceLevelLabels[experienceLevel]],
    ["Interests", profile.interests.join(", ")],
    ["Time per week", weeklyHours === null ? "" : weeklyHoursLabels[weeklyHours]],
    ["Learns best by", learningStyle === null ? "" : learningStyleLabels[learningStyle]],
  ] as const;
  return facts.filter(([, value]) => value !== "");
}

function historyOf(
  { sessionCount, itemCount, last }: Brief,
  { timeZone, formats }: Omit<Reader, "menteeName">,
): string {
  if (last === null) return "";
  const sessions =
    sessionCount === 1 ? "You have had 1 session" : `You have had ${sessionCount} sessions`;
  const day = formats.shortDay(last.startsAt, timeZone);
  const items = { 0: "", 1: " 1 action item is open." }[itemCount];
  return `${sessions} with each other, the last on ${day} about “${last.topic}”.${items ?? ` ${itemCount} action items are open.`}`;
}
