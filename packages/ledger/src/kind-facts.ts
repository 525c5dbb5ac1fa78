import {
  mentorApplicationStatus,
  noShowParty,
  officeSessionStatus,
  role,
  userStatus,
} from "@sundial/validators";
import { z } from "zod";

/** A `Date` here, ISO 8601 in UTC on the wire. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A user's ID. Migrated users keep their old one, so it isn't always a UUID. */
export const personId = z.string();

export const session = z.object({
  id: z.uuid(),
  /** Counts the session's changes. Of two messages, the one with the higher version is newer. */
  version: z.int(),
  status: officeSessionStatus,
  mentorId: personId,
  menteeId: personId,
  startsAt: instant,
  endsAt: instant,
});

export const sessionTexts = z.object({
  mentorName: z.string(),
  menteeName: z.string(),
  topic: z.string(),
  agenda: z.string(),
  location: z.string().nullable(),
  /** From the person who made the change. */
  note: z.string(),
});

export const absence = { noShowParty: noShowParty.nullable(), disputed: z.boolean() };

export const member = z.object({ id: personId, role, status: userStatus });

export const memberTexts = z.object({ name: z.string(), email: z.string() });

export const profile = z.object({ id: personId, profile: z.enum(["mentor", "mentee"]) });

export const application = z.object({
  id: z.uuid(),
  applicantId: personId,
  status: mentorApplicationStatus,
});

export const answeredTexts = z.object({ applicantName: z.string(), answer: z.string() });
