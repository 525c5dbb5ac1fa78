import type { RouterOutputs } from "@sundial/api";

/** An event of the audit log, as admins see it. */
export type AuditEvent = RouterOutputs["audit"]["list"]["items"][number];

/** Someone with an account, as staff see them. */
export type Member = RouterOutputs["member"]["byId"];

/** An invitation, as staff see it. */
export type Invitation = RouterOutputs["invitation"]["list"]["items"][number];

/** An application to become a mentor, as staff see it. */
export type MentorApplication = RouterOutputs["mentorApplication"]["byId"];

/** What the two people of a session said about it, as the reader may see it. */
export type SessionFeedback = RouterOutputs["feedback"]["read"];

/** A report of misuse, as staff see it. */
export type MisuseReport = RouterOutputs["misuseReport"]["byId"];

/** What counts against a person, as they and staff see it. */
export type Reliability = RouterOutputs["reliability"]["read"];

/** One line of it. */
export type Lapse = Reliability["lapses"][number];

/** An objection to such a line, as staff see it. */
export type Objection = RouterOutputs["reliability"]["listObjections"]["items"][number];

/** A webhook endpoint, as admins see it. */
export type WebhookEndpoint = RouterOutputs["webhook"]["byId"];

/** A session, as its parties and staff see it. */
export type OfficeSession = RouterOutputs["officeSession"]["byId"];

/** What one of the two people of a session will do. */
export type ActionItem = RouterOutputs["actionItem"]["list"]["items"][number];

/** A mentee's goal, with its milestones. */
export type Goal = RouterOutputs["goal"]["list"]["items"][number];

/** What staff wrote about somebody. */
export type StaffNote = RouterOutputs["staffNote"]["list"]["items"][number];
