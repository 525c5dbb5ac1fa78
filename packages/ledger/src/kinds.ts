import {
  bookingState,
  type ChosenKind,
  type Kind,
  mentorApplicationStatus,
  noShowParty,
  officeSessionStatus,
  role,
  sessionDetail,
  userStatus,
} from "@sundial/validators";
import { z } from "zod";

/** A `Date` here, ISO 8601 in UTC on the wire. */
const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A user's ID. Migrated users keep their old one, so it isn't always a UUID. */
const personId = z.string();

const session = z.object({
  id: z.uuid(),
  /** Counts the session's changes. Of two messages, the one with the higher version is newer. */
  version: z.int(),
  status: officeSessionStatus,
  mentorId: personId,
  menteeId: personId,
  startsAt: instant,
  endsAt: instant,
});

const sessionTexts = z.object({
  mentorName: z.string(),
  menteeName: z.string(),
  topic: z.string(),
  agenda: z.string(),
  location: z.string().nullable(),
  /** From the person who made the change. */
  note: z.string(),
});

const absence = { noShowParty: noShowParty.nullable(), disputed: z.boolean() };

const member = z.object({ id: personId, role, status: userStatus });

const memberTexts = z.object({ name: z.string(), email: z.string() });

const profile = z.object({ id: personId, profile: z.enum(["mentor", "mentee"]) });

const application = z.object({
  id: z.uuid(),
  applicantId: personId,
  status: mentorApplicationStatus,
});

const answeredTexts = z.object({ applicantName: z.string(), answer: z.string() });

/** Who hears of a kind, for each way of telling them. */
interface Ways {
  /** The endpoints that chose it, or the one endpoint it is for. */
  webhooks: "chosen" | "one";
}

/** One kind of change, as it is announced. */
interface KindOfChange {
  /** What happened, for people who choose kinds. */
  says: string;
  subject: "officeSession" | "user" | "mentorApplication" | "webhook";
  /** What every receiver gets: IDs and facts, nothing that people wrote. */
  facts: z.ZodObject;
  /** Names, addresses and what people wrote, only for receivers that ask for it. */
  texts: z.ZodObject | null;
  ways: Ways;
}

const ways: Ways = { webhooks: "chosen" };
const aboutSession = { subject: "officeSession", texts: sessionTexts, ways } as const;
const aboutApplication = { subject: "mentorApplication", facts: application, ways } as const;
const aboutPerson = { subject: "user", ways } as const;

/** The one table of kinds: what is announced, what it says, and who hears of it by which way. */
export const kinds = {
  "session.requested": {
    ...aboutSession,
    says: "A mentee asked for a session that the mentor has to approve.",
    facts: session.extend({ answerBy: instant.nullable() }),
  },
  "session.booked": {
    ...aboutSession,
    says: "A session was booked without needing approval.",
    facts: session,
  },
  "session.approved": {
    ...aboutSession,
    says: "A request was approved, so the session is scheduled.",
    facts: session,
  },
  "session.declined": { ...aboutSession, says: "A request was declined.", facts: session },
  "session.expired": {
    ...aboutSession,
    says: "A request wasn't answered in time.",
    facts: session,
  },
  "session.cancelled": {
    ...aboutSession,
    says: "A session or request was cancelled, by a person or because someone lost access.",
    facts: session.extend({ cancelReason: z.string().nullable(), cancelledLate: z.boolean() }),
  },
  "session.rescheduled": {
    ...aboutSession,
    says: "A session moved to another time.",
    facts: session.extend({ movedFrom: instant.nullable() }),
  },
  "session.edited": {
    ...aboutSession,
    says: "The topic, agenda or place of a session changed.",
    facts: session.extend({ changed: z.array(sessionDetail) }),
  },
  "session.checkedIn": {
    ...aboutSession,
    says: "Somebody said that they are there.",
    facts: session.extend({
      mentorCheckInAt: instant.nullable(),
      menteeCheckInAt: instant.nullable(),
    }),
  },
  "session.runningLate": {
    ...aboutSession,
    says: "Somebody said that they come later, and when.",
    facts: session.extend({
      mentorLateUntil: instant.nullable(),
      menteeLateUntil: instant.nullable(),
    }),
  },
  "session.completed": {
    ...aboutSession,
    says: "A session took place: somebody reported it, or nobody reported otherwise.",
    facts: session,
  },
  "session.noShowReported": {
    ...aboutSession,
    says: "Somebody was reported absent.",
    facts: session.extend(absence),
  },
  "session.corrected": {
    ...aboutSession,
    says: "Staff recorded what happened.",
    facts: session.extend(absence),
  },
  "member.signedUp": {
    ...aboutPerson,
    says: "Someone created an account.",
    facts: member,
    texts: memberTexts,
  },
  "member.updated": {
    ...aboutPerson,
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
    says: "A mentee withdrew their application.",
    texts: null,
  },
  "mentorApplication.approved": {
    ...aboutApplication,
    says: "An application was approved, so the mentee is now a mentor.",
    texts: answeredTexts,
  },
  "mentorApplication.declined": {
    ...aboutApplication,
    says: "An application was declined.",
    texts: answeredTexts,
  },
  "webhook.test": {
    says: "An admin sent a test to this endpoint.",
    subject: "webhook",
    facts: z.object({ id: z.uuid() }),
    texts: null,
    ways: { webhooks: "one" },
  },
} as const satisfies Record<Kind, KindOfChange>;

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
