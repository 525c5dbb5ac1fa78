import type { Prisma } from "@sundial/db";
import {
  type NoticeKind,
  type NudgeReason,
  noticeKind,
  nudgeReason,
  role,
  userStatus,
} from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import { z } from "zod";

const party = { select: { id: true, name: true } } as const;

/** What the words of a notification are made from. */
export const noticeSelect = {
  id: true,
  userId: true,
  kind: true,
  actorId: true,
  data: true,
  readAt: true,
  createdAt: true,
  officeSession: {
    select: { id: true, topic: true, startsAt: true, mentor: party, mentee: party },
  },
  actionItem: { select: { text: true } },
} satisfies Prisma.NotificationSelect;

export type NoticeRow = Prisma.NotificationGetPayload<{ select: typeof noticeSelect }>;

/** What tells somebody of a change: a sentence, what it is about, and where to go on. */
export interface Notice {
  title: string;
  detail: string;
  path: string;
}

export interface NoticeReader {
  timeZone: string;
  formats: TimeFormats;
  /** The names of those who made changes, by id. */
  names: ReadonlyMap<string, string>;
  /** What staff wrote, by id. */
  nudges: ReadonlyMap<string, string>;
}

const STAFF = "A program manager";

/** The words of a notification for its reader; null for a kind that this version doesn't know. */
export function noticeOf(row: NoticeRow, reader: NoticeReader): Notice | null {
  const kind = noticeKind.safeParse(row.kind);
  if (!kind.success) return null;
  return row.officeSession === null
    ? aboutPerson(kind.data, row, reader)
    : aboutSession(kind.data, row, row.officeSession, reader);
}

type Session = NonNullable<NoticeRow["officeSession"]>;

function aboutSession(
  kind: NoticeKind,
  { userId, actorId, actionItem, data }: NoticeRow,
  session: Session,
  { timeZone, formats }: NoticeReader,
): Notice {
  const { id, topic, startsAt, mentor, mentee } = session;
  const isMentor = userId === mentor.id;
  const isParty = isMentor || userId === mentee.id;
  const other = isMentor ? mentee.name : mentor.name;
  const byOther = actorId === mentor.id || actorId === mentee.id;
  const did = (what: string) =>
    byOther ? `${other} ${what} your session` : `${STAFF} ${what} your session with ${other}`;
  const titles: Partial<Record<NoticeKind, string>> = {
    "session.requested": isMentor
      ? `${other} requested a session with you`
      : `A session with ${other} was requested for you`,
    "session.booked": byOther
      ? `${other} booked a session with you`
      : `${STAFF} booked a session with ${other} for you`,
    "session.approved": did("confirmed"),
    "session.declined": byOther
      ? `${other} can't take your session`
      : `${STAFF} declined the request ${isMentor ? "from" : "to"} ${other}`,
    "session.expired": isMentor
      ? `The request from ${other} expired without an answer`
      : `${other} didn't answer your request in time`,
    "session.cancelled": did("cancelled"),
    "session.rescheduled": did("moved"),
    "session.edited": did("changed"),
    "session.reminder": `Your session with ${other} is coming up`,
    "session.checkedIn": `${other} is there`,
    "session.runningLate": `${other} is running late`,
    "session.completed": `Your session with ${other} took place`,
    "session.noShowReported": byOther
      ? `${other} reported that you weren't there`
      : `${STAFF} recorded ${absence(data, { isMentor, other })}`,
    "session.disputed": isParty
      ? `You and ${other} say different things about who was there`
      : `${mentor.name} and ${mentee.name} say different things about who was there`,
    "session.corrected": `${STAFF} recorded ${absence(data, { isMentor, other })}`,
    "sessionNote.written": `${other} wrote in your shared notes`,
    "actionItem.added": `${other} wrote down something for you to do`,
    "actionItem.ticked": `${other} ticked off an action item`,
    "actionItem.due": "Something you promised is due tomorrow",
    "feedback.revealed": `You can read what ${other} wrote about your session`,
  };
  const time = formats.shortDateTime(startsAt, timeZone);
  return {
    title: titles[kind] ?? `Your session with ${other}`,
    detail: `${actionItem?.text ?? topic}, ${time}`,
    path: `/sessions/${id}`,
  };
}

const outcome = z.object({ absent: z.enum(["mentor", "mentee"]).nullable() });

/** What staff recorded, as the rest of a sentence. */
function absence(data: unknown, { isMentor, other }: { isMentor: boolean; other: string }) {
  const { absent } = outcome.catch({ absent: null }).parse(data);
  if (absent === null) return `that your session with ${other} took place`;
  return (absent === "mentor") === isMentor
    ? "that you weren't there"
    : `that ${other} wasn't there`;
}

const ofPerson = z.object({
  role: role.optional(),
  status: userStatus.optional(),
  applicationId: z.string().optional(),
  reportId: z.string().optional(),
  nudgeId: z.string().optional(),
  reason: nudgeReason.default("waiting"),
  officeSessionId: z.string().nullish(),
  outcome: z.enum(["accepted", "declined"]).optional(),
});

/** Where somebody goes on after a message from staff. */
const nextPages: Record<NudgeReason, string> = {
  waiting: "/mentors",
  expired: "/sessions",
  unanswered: "/sessions",
};

const ROLES = {
  mentee: "a mentee",
  mentor: "a mentor",
  pm: "a program manager",
  admin: "an admin",
};
const STATUSES = {
  active: "Your account is active again",
  inactive: "Your account is inactive now",
  suspended: "Your account was suspended",
};

/** Which of what staff wrote a notification is about. */
export function nudgeOf({ data }: Pick<NoticeRow, "data">): string | undefined {
  return ofPerson.catch({ reason: "waiting" }).parse(data).nudgeId;
}

function aboutPerson(
  kind: NoticeKind,
  { data, actorId }: NoticeRow,
  { names, nudges }: NoticeReader,
) {
  const facts = ofPerson.catch({ reason: "waiting" }).parse(data);
  const actor = names.get(actorId ?? "") ?? STAFF;
  const application = { detail: "", path: `/applications/${facts.applicationId ?? ""}` };
  switch (kind) {
    case "member.updated":
      return {
        title: facts.status
          ? STATUSES[facts.status]
          : `You're now ${ROLES[facts.role ?? "mentee"]}`,
        detail: "",
        path: "/account",
      };
    case "mentorApplication.submitted":
      return { ...application, title: `${actor} wants to become a mentor` };
    case "mentorApplication.approved":
      return { title: "You're now a mentor", detail: "", path: "/profile" };
    case "mentorApplication.declined":
      return {
        title: `${STAFF} declined your application to become a mentor`,
        detail: "",
        path: "/become-a-mentor",
      };
    case "misuseReport.submitted":
      return {
        title: "Somebody reported misuse",
        detail: "",
        path: `/reports/${facts.reportId ?? ""}`,
      };
    case "misuseReport.decided":
      return { title: "The program team decided your report", detail: "", path: "/report" };
    case "availability.paused":
      return {
        title: `${STAFF} paused new bookings with you`,
        detail: "",
        path: "/availability",
      };
    case "nudge.sent":
      return {
        title: `${actor} wrote to you`,
        detail: nudges.get(facts.nudgeId ?? "") ?? "",
        path: facts.officeSessionId
          ? `/sessions/${facts.officeSessionId}`
          : nextPages[facts.reason],
      };
    case "program.summary":
      return { title: "The program in the last week", detail: "", path: "/stuck" };
    case "reliability.objected":
      return {
        title: `${actor} objected to what counts against them`,
        detail: "",
        path: "/objections",
      };
    case "reliability.decided":
      return {
        title: `${STAFF} ${facts.outcome ?? "decided"} your objection`,
        detail: "",
        path: "/reliability",
      };
    case "invitation.accepted":
      return { title: `${actor} accepted your invitation`, detail: "", path: "/invitations" };
    default:
      return null;
  }
}
