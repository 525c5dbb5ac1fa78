export { announce } from "./announce.ts";
export { announceMember } from "./announce-member.ts";
export { announcedBy } from "./announced.ts";
export {
  type AuditAction,
  type AuditEventInput,
  type AuditSource,
  recordAuditEvent,
  recordAuditEvents,
} from "./audit.ts";
export {
  type EmailData,
  type EmailTemplate,
  type PersonalMessage,
  readEmailData,
} from "./email-templates.ts";
export type { Hearer, Telling } from "./kind-shapes.ts";
export { type Announcement, type FactsOf, kinds } from "./kinds.ts";
export { type QueuedEmail, queueEmail, queueEmails } from "./queue-email.ts";
export { type News, tell } from "./tell.ts";
