import {
  bookingState,
  type ChosenKind,
  type Kind,
  type NoticeKind,
  sessionDetail,
} from "@sundial/validators";
import { z } from "zod";
import {
  absence,
  answeredTexts,
  instant,
  member,
  memberTexts,
  personId,
  profile,
  session,
} from "./kind-facts.ts";
import {
  aboutApplication,
  aboutPerson,
  aboutSession,
  agreed,
  alsoBy,
  both,
  type KindOfChange,
  onlyPeople,
  onlyPrograms,
  type Telling,
} from "./kind-shapes.ts";

/** The one table of kinds: what is announced, what it says, and who hears of it by which way. */
export const kinds = {
  "session.requested": {
    ...agreed,
    says: "A mentee asked for a session that the mentor has to approve.",
    facts: session.extend({ answerBy: instant.nullable() }),
  },
  "session.booked": {
    ...agreed,
    says: "A session was booked without needing approval.",
    facts: session,
  },
  "session.approved": {
    ...agreed,
    says: "A request was approved, so the session is scheduled.",
    facts: session,
  },
  "session.declined": { ...agreed, says: "A request was declined.", facts: session },
  "session.expired": {
    ...agreed,
    says: "A request wasn't answered in time.",
    facts: session,
  },
  "session.cancelled": {
    ...agreed,
    says: "A session or request was cancelled, by a person or because someone lost access.",
    facts: session.extend({ cancelReason: z.string().nullable(), cancelledLate: z.boolean() }),
  },
  "session.rescheduled": {
    ...agreed,
    says: "A session moved to another time.",
    facts: session.extend({ movedFrom: instant.nullable() }),
  },
  "session.edited": {
    ...agreed,
    says: "The topic, agenda or place of a session changed.",
    facts: session.extend({ changed: z.array(sessionDetail) }),
  },
  "session.checkedIn": {
    ...aboutSession,
    ways: alsoBy({ ...both, email: false, isUrgent: true }),
    says: "Somebody said that they are there.",
    facts: session.extend({
      mentorCheckInAt: instant.nullable(),
      menteeCheckInAt: instant.nullable(),
    }),
  },
  "session.runningLate": {
    ...aboutSession,
    ways: alsoBy({ ...both, isUrgent: true }),
    says: "Somebody said that they come later, and when.",
    facts: session.extend({
      mentorLateUntil: instant.nullable(),
      menteeLateUntil: instant.nullable(),
    }),
  },
  "session.completed": {
    ...aboutSession,
    ways: alsoBy({ ...both, email: false }),
    says: "A session took place: somebody reported it, or nobody reported otherwise.",
    facts: session,
  },
  "session.noShowReported": {
    ...aboutSession,
    ways: alsoBy(both),
    says: "Somebody was reported absent.",
    facts: session.extend(absence),
  },
  "session.corrected": {
    ...aboutSession,
    ways: alsoBy(both),
    says: "Staff recorded what happened.",
    facts: session.extend(absence),
  },
  "session.disputed": {
    ...onlyPeople({ ...both, hears: ["mentor", "mentee", "managers"] }),
    says: "The two say different things about who was there.",
    subject: "officeSession",
  },
  "session.reminder": {
    ...onlyPeople({ ...both, isUrgent: true }),
    says: "A session is coming up.",
    subject: "officeSession",
  },
  "sessionNote.written": {
    ...onlyPeople({ ...both, email: false }),
    says: "The other person wrote in the shared notes.",
    subject: "officeSession",
  },
  "actionItem.added": {
    ...onlyPeople({ hears: ["owner"], inApp: true, email: true }),
    says: "The other person wrote down something for you to do.",
    subject: "officeSession",
  },
  "actionItem.ticked": {
    ...onlyPeople({ hears: ["partner"], inApp: true, email: false }),
    says: "The other person ticked off an action item.",
    subject: "officeSession",
  },
  "actionItem.due": {
    ...onlyPeople({ hears: ["owner"], inApp: true, email: true }),
    says: "Something that you promised is due tomorrow.",
    subject: "officeSession",
  },
  "feedback.revealed": {
    ...onlyPeople(both),
    says: "What the other person wrote about a session can be read.",
    subject: "officeSession",
  },
  "misuseReport.submitted": {
    ...onlyPeople({ hears: ["managers"], inApp: true, email: true }),
    says: "Somebody reported misuse.",
    subject: "user",
  },
  "misuseReport.decided": {
    ...onlyPeople({ hears: ["self"], inApp: true, email: true }),
    says: "A report of misuse was decided.",
    subject: "user",
  },
  "reliability.objected": {
    ...onlyPeople({ hears: ["managers"], inApp: true, email: true }),
    says: "Somebody objected to what counts against them.",
    subject: "user",
  },
  "reliability.decided": {
    ...onlyPeople({ hears: ["self"], inApp: true, email: true }),
    says: "An objection was decided.",
    subject: "user",
  },
  "member.signedUp": {
    ...aboutPerson,
    says: "Someone created an account.",
    facts: member,
    texts: memberTexts,
  },
  "member.updated": {
    subject: "user",
    // Only a role or a status, and only when somebody else changed it.
    ways: alsoBy({ hears: ["self"], inApp: true, email: true, isUrgent: true }),
    says: "A role, status, name, email address or time zone changed.",
    facts: member.extend({
      changed: z.array(z.enum(["role", "status", "name", "email", "timeZone"])),
    }),
    texts: memberTexts,
  },
  "member.erased": {
    ...aboutPerson,
    says: "An account was erased. Delete what you stored about this person.",
    facts: z.object({ id: personId }),
    texts: null,
  },
  "profile.created": {
    ...aboutPerson,
    says: "Someone created their mentor or mentee profile.",
    facts: profile,
    texts: null,
  },
  "profile.updated": {
    ...aboutPerson,
    says: "Someone changed their profile.",
    facts: profile.extend({ changed: z.array(z.string()) }),
    texts: null,
  },
  "profile.deleted": {
    ...aboutPerson,
    says: "A profile was deleted.",
    facts: profile,
    texts: null,
  },
  "availability.updated": {
    ...aboutPerson,
    says: "A mentor changed their hours or booking rules.",
    facts: z.object({
      id: personId,
      version: z.int(),
      bookingState,
      changed: z.array(z.string()),
    }),
    texts: null,
  },
  "mentorApplication.submitted": {
    ...aboutApplication,
    ways: alsoBy({ hears: ["managers"], inApp: true, email: true }),
    says: "A mentee applied to become a mentor.",
    texts: z.object({
      applicantName: z.string(),
      expertise: z.array(z.string()),
      experience: z.string(),
      why: z.string(),
    }),
  },
  "mentorApplication.withdrawn": {
    ...aboutApplication,
    ways: onlyPrograms,
    says: "A mentee withdrew their application.",
    texts: null,
  },
  "mentorApplication.approved": {
    ...aboutApplication,
    ways: alsoBy({ hears: ["self"], inApp: true, email: true }),
    says: "An application was approved, so the mentee is now a mentor.",
    texts: answeredTexts,
  },
  "mentorApplication.declined": {
    ...aboutApplication,
    ways: alsoBy({ hears: ["self"], inApp: true, email: true }),
    says: "An application was declined.",
    texts: answeredTexts,
  },
  "invitation.accepted": {
    ...onlyPeople({ hears: ["inviter"], inApp: true, email: false }),
    says: "Someone whom you invited has joined.",
    subject: "user",
  },
  "availability.paused": {
    ...onlyPeople({ hears: ["self"], inApp: true, email: true }),
    says: "Staff paused new bookings with you.",
    subject: "user",
  },
  "nudge.sent": {
    ...onlyPeople({ hears: ["self"], inApp: true, email: true }),
    says: "Staff wrote to you because something waits for you.",
    subject: "user",
  },
  "program.summary": {
    ...onlyPeople({ hears: ["managers"], inApp: false, email: true }),
    says: "A week of the program is over.",
    subject: "user",
  },
  "webhook.test": {
    says: "An admin sent a test to this endpoint.",
    subject: "webhook",
    facts: z.object({ id: z.uuid() }),
    texts: null,
    ways: { webhooks: "one", people: null },
  },
} as const satisfies Record<NoticeKind, KindOfChange & { ways: { people: Telling } }> &
  Record<Exclude<Kind, NoticeKind>, KindOfChange & { ways: { people: null } }>;

type Table = typeof kinds;
type TextsOf<Schema> = Schema extends z.ZodObject ? z.output<Schema> : null;

/** The facts of a kind, with dates. */
export type FactsOf<Name extends Kind> = z.output<Table[Name]["facts"]>;

/** A change to announce. */
export type Announcement = {
  [Name in ChosenKind]: {
    kind: Name;
    /** When it happened. */
    at: Date;
    /** The people it is about; erasing one of them removes the texts. */
    people: string[];
    facts: FactsOf<Name>;
    texts: TextsOf<Table[Name]["texts"]>;
  };
}[ChosenKind];

/** As on the wire. Throws when the facts don't match their kind. */
export function encodeFacts(kind: Kind, facts: object) {
  const schema: z.ZodObject = kinds[kind].facts;
  return schema.encode({ ...facts });
}
