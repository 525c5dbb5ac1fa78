import type { Db } from "@sundial/db";
import type { EmailData } from "@sundial/ledger";
import type { MentorApplicationStatus } from "@sundial/validators";
import type { Message } from "./message.ts";

/** What an application must be for the email to be still true. */
const speaksOf = {
  "mentorApplication.submitted": "pending",
  "mentorApplication.approved": "approved",
  "mentorApplication.declined": "declined",
} as const satisfies Record<string, MentorApplicationStatus>;

export type ApplicationTemplate = keyof typeof speaksOf;

export function isApplicationTemplate(template: string): template is ApplicationTemplate {
  return Object.hasOwn(speaksOf, template);
}

interface Composed {
  message: Message;
  /** The recipient's current address, which may have changed since the email was queued. */
  to: string;
}

type Data = EmailData<ApplicationTemplate>;

/** An email about an application from the facts of this moment, or why it is outdated. */
export async function applicationMessage(
  template: ApplicationTemplate,
  { recipientId, applicationId }: Data,
  { db, siteUrl }: { db: Db; siteUrl: string },
): Promise<Composed | { dropped: "recipient gone" | "application settled" }> {
  const [recipient, application] = await Promise.all([
    db.user.findUnique({
      where: { id: recipientId },
      select: { email: true, role: true, status: true, anonymizedAt: true },
    }),
    db.mentorApplication.findUnique({
      where: { id: applicationId },
      select: { status: true, expertise: true, answer: true, user: { select: { name: true } } },
    }),
  ]);
  const isGone = recipient === null || recipient.anonymizedAt !== null;
  if (isGone || recipient.status === "suspended") return { dropped: "recipient gone" };
  if (application?.status !== speaksOf[template]) return { dropped: "application settled" };
  const { user, expertise } = application;
  const answer = application.answer ?? "";
  const to = recipient.email;
  switch (template) {
    case "mentorApplication.submitted": {
      const isStaff = recipient.role === "pm" || recipient.role === "admin";
      if (!isStaff) return { dropped: "recipient gone" };
      const url = new URL(`/applications/${applicationId}`, siteUrl).href;
      return { to, message: submittedMessage({ name: user.name, expertise, url }) };
    }
    case "mentorApplication.approved":
      return { to, message: approvedMessage(answer, siteUrl) };
    case "mentorApplication.declined":
      return { to, message: declinedMessage(answer, siteUrl) };
  }
}

interface Submitted {
  name: string;
  expertise: string[];
  url: string;
}

function submittedMessage({ name, expertise, url }: Submitted): Message {
  return {
    subject: `${name} wants to become a mentor`,
    blocks: [
      { text: `${name} has applied to become a mentor and waits for an answer.` },
      { facts: [["Expertise", expertise.join(", ")] as const] },
      { action: "Read the application", url },
    ],
  };
}

/** Empty when the person who wrote it has been erased. */
const written = (answer: string) =>
  answer === "" ? [] : [{ facts: [["What they wrote", answer] as const] }];

function approvedMessage(answer: string, siteUrl: string): Message {
  return {
    subject: "You're now a mentor",
    blocks: [
      { text: "A program manager approved your application to become a mentor." },
      ...written(answer),
      {
        text: "Three steps are left before mentees can find and book you:\n1. Write your mentor profile.\n2. Set your weekly hours.\n3. Say where you meet.",
      },
      { action: "Set up your office hours", url: new URL("/profile", siteUrl).href },
      { text: "Sessions you booked as a mentee stay as they are." },
    ],
  };
}

function declinedMessage(answer: string, siteUrl: string): Message {
  return {
    subject: "Your application to become a mentor",
    blocks: [
      { text: "A program manager declined your application to become a mentor." },
      ...written(answer),
      { text: "You can go on booking sessions as a mentee, and you can apply again." },
      { action: "See your application", url: new URL("/become-a-mentor", siteUrl).href },
    ],
  };
}
