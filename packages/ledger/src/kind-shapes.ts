import { z } from "zod";
import { application, sessionTexts } from "./kind-facts.ts";

/** What a person is to a change, as far as they are told of it. */
export type Hearer =
  /** The two of a session. */
  | "mentor"
  | "mentee"
  /** The one of the two who does an action item, and the other one. */
  | "owner"
  | "partner"
  /** Whom it is about. */
  | "self"
  | "inviter"
  /** All active program managers; where there are none, the admins. */
  | "managers";

/** How people are told of a kind, unless they choose otherwise. */
export interface Telling {
  hears: readonly Hearer[];
  /** In the list of the application; never those who made the change. */
  inApp: boolean;
  email: boolean;
  /** Can't wait for the end of quiet hours, or for a digest. */
  isUrgent?: true;
  /** Those who made the change get the email, too. */
  receipt?: true;
}

/** Who hears of a kind, for each way of telling them. */
interface Ways {
  /** The endpoints that chose it, the one endpoint it is for, or none. */
  webhooks: "chosen" | "one" | "none";
  people: Telling | null;
}

/** One kind of change, as it is announced. */
export interface KindOfChange {
  /** What happened, for people who choose kinds. */
  says: string;
  subject: "officeSession" | "user" | "mentorApplication" | "webhook";
  /** What every receiver gets: IDs and facts, nothing that people wrote. */
  facts: z.ZodObject;
  /** Names, addresses and what people wrote, only for receivers that ask for it. */
  texts: z.ZodObject | null;
  ways: Ways;
}

export const onlyPrograms = { webhooks: "chosen", people: null } as const;
/** Both people of a session, by each way. */
export const both = { hears: ["mentor", "mentee"], inApp: true, email: true } as const;
export const alsoBy = (people: Telling) => ({ webhooks: "chosen", people }) as const;
export const onlyPeople = (people: Telling) =>
  ({ facts: z.object({}), texts: null, ways: { webhooks: "none", people } }) as const;

/** A change that calendars follow, which is why the one who made it has the email, too. */
export const agreed = {
  subject: "officeSession",
  texts: sessionTexts,
  ways: alsoBy({ ...both, receipt: true }),
} as const;
export const aboutSession = { subject: "officeSession", texts: sessionTexts } as const;
export const aboutApplication = { subject: "mentorApplication", facts: application } as const;
export const aboutPerson = { subject: "user", ways: onlyPrograms } as const;
