import type { NoticeKind } from "@sundial/validators";

/** What happened, in the words of the choices. Each group is a heading. */
export const notificationGroups: readonly {
  title: string;
  kinds: Partial<Record<NoticeKind, string>>;
}[] = [
  {
    title: "What you agree on",
    kinds: {
      "session.requested": "A session is requested",
      "session.booked": "A session is booked",
      "session.approved": "A request is approved",
      "session.declined": "A request is declined",
      "session.expired": "A request expires without an answer",
      "session.cancelled": "A session is cancelled",
      "session.rescheduled": "A session moves to another time",
      "session.edited": "The topic, agenda or place of a session changes",
    },
  },
  {
    title: "Around a session",
    kinds: {
      "session.reminder": "A session is coming up",
      "session.checkedIn": "The other person is there",
      "session.runningLate": "The other person is running late",
      "session.completed": "A session took place",
      "session.noShowReported": "Somebody is reported absent",
      "session.disputed": "Two reports contradict each other",
      "session.corrected": "A program manager records what happened",
    },
  },
  {
    title: "Afterward",
    kinds: {
      "sessionNote.written": "The other person writes in the shared notes",
      "actionItem.added": "Something new is yours to do",
      "actionItem.ticked": "The other person ticks off an action item",
      "actionItem.due": "Something of yours is due the next day",
      "feedback.revealed": "You can read what the other person wrote about a session",
    },
  },
  {
    title: "The program and your account",
    kinds: {
      "member.updated": "Your role or access changes",
      "mentorApplication.submitted": "Somebody applies to become a mentor",
      "mentorApplication.approved": "Your application to become a mentor is approved",
      "mentorApplication.declined": "Your application to become a mentor is declined",
      "invitation.accepted": "Somebody accepts your invitation",
      "misuseReport.submitted": "Somebody reports misuse",
      "misuseReport.decided": "A report of yours is decided",
      "availability.paused": "A program manager pauses new bookings with you",
      "nudge.sent": "A program manager writes to you because something waits",
      "program.summary": "The weekly summary of the program",
      "reliability.objected": "Somebody objects to what counts against them",
      "reliability.decided": "An objection of yours is decided",
    },
  },
];

/** The label of one kind. */
export function notificationLabel(kind: NoticeKind): string {
  const found = notificationGroups.flatMap(({ kinds }) => kinds[kind] ?? []);
  return found[0] ?? "Something happened";
}
