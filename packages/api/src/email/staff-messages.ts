import type { Db } from "@sundial/db";
import type { EmailData } from "@sundial/ledger";
import {
  changeOf,
  dashboardNumberNames,
  dashboardNumbers,
  numberInWords,
  programSentences,
} from "@sundial/validators";
import { localDate } from "@sundial/validators/time";
import { plusDays } from "@sundial/validators/wall-clock";
import { reportDashboard } from "../dashboard/service.ts";
import { readProgramState } from "../stuck/program-state.ts";
import type { Message, Sender } from "./message.ts";
import type { Dropped } from "./outgoing.ts";

/** Emails of those who run the program, to somebody who is stuck or to themselves. */
const templates = ["nudge.sent", "program.summary"] as const;
type StaffTemplate = (typeof templates)[number];

export function isStaffTemplate(template: string): template is StaffTemplate {
  return templates.some((each) => each === template);
}

interface Tools {
  db: Db;
  now: Date;
  sender: Pick<Sender, "siteUrl" | "name">;
}

/** The email and its recipient's current address, or why it is outdated. */
export async function staffMessage(
  data: EmailData<StaffTemplate>,
  tools: Tools,
): Promise<{ to: string; message: Message } | Dropped> {
  const recipient = await tools.db.user.findFirst({
    where: { id: data.recipientId, anonymizedAt: null, status: { not: "suspended" } },
    select: { id: true, email: true, role: true },
  });
  if (recipient === null) return { dropped: "recipient gone" };
  const to = recipient.email;
  if ("nudgeId" in data) {
    const message = await nudgeMessage(data.nudgeId, tools);
    return message === null ? { dropped: "message removed" } : { to, message };
  }
  if (recipient.role !== "pm" && recipient.role !== "admin") return { dropped: "recipient gone" };
  return { to, message: await summaryMessage(recipient.id, tools) };
}

/** What staff wrote, and where the next step is. */
async function nudgeMessage(id: string, { db, sender }: Tools): Promise<Message | null> {
  const nudge = await db.nudge.findUnique({
    where: { id },
    select: { reason: true, text: true, officeSessionId: true, sentById: true },
  });
  if (nudge === null) return null;
  const author = await db.user.findUnique({
    where: { id: nudge.sentById ?? "" },
    select: { name: true },
  });
  const from = author?.name ?? "A program manager";
  const url = (path: string) => new URL(path, sender.siteUrl).href;
  const next = {
    waiting: { action: "Find a mentor", url: url("/mentors") },
    expired: { action: "See your requests", url: url("/sessions") },
    unanswered: { action: "Answer the request", url: url(`/sessions/${nudge.officeSessionId}`) },
  };
  return {
    subject: `A message from ${from}`,
    blocks: [
      { text: nudge.text },
      next[nudge.reason],
      { text: `${from} wrote this for ${sender.name}.` },
    ],
  };
}

/** The sentences of the page that staff see first, and the numbers of the week that has ended. */
async function summaryMessage(readerId: string, tools: Tools): Promise<Message> {
  const { db, now, sender } = tools;
  const sentences = programSentences(await readProgramState(db, { now, readerId }), now);
  const href = (path: string) => new URL(path, sender.siteUrl).href;
  const lines = sentences.map(({ text, path }) => ({ text: `${text}: ${href(path)}` }));
  return {
    subject: `${sender.name}: your week`,
    blocks: [
      ...(lines.length === 0
        ? [{ text: "Nothing waits for you this week." }]
        : [{ text: "This is what needs a look this week:" }, ...lines]),
      ...(await lastWeek(tools)),
      { action: "Open the program", url: href("/") },
    ],
  };
}

/** The dashboard's numbers from Monday to Sunday, without those of which nothing is known. */
async function lastWeek({ db, now, sender }: Tools): Promise<{ text: string }[]> {
  const { timeZone } = await db.programSettings.findUniqueOrThrow({
    where: { id: 1 },
    select: { timeZone: true },
  });
  const today = localDate(now, timeZone);
  const daysSinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const week = {
    from: plusDays(today, -daysSinceMonday - 7),
    to: plusDays(today, -daysSinceMonday - 1),
  };
  const report = await reportDashboard({ db, now: () => now }, week);
  const lines = dashboardNumberNames.flatMap((name) => {
    const value = report.numbers[name];
    if (value === null) return [];
    const { direction, text } = changeOf(name, value, report.numbersBefore[name]);
    const change = direction === "up" || direction === "down" ? ` (${text.toLowerCase()})` : "";
    return [{ text: `${dashboardNumbers[name].label}: ${numberInWords(name, value)}${change}` }];
  });
  const dashboard = new URL("/dashboard", sender.siteUrl);
  dashboard.search = new URLSearchParams(week).toString();
  return [{ text: `Last week, compared with the week before: ${dashboard.href}` }, ...lines];
}
