import type { AuditAction } from "@sundial/api";
import { accountWords } from "./account-words";
import type { AuditWords } from "./audit-words";
import { programWords } from "./program-words";
import { sessionWords } from "./session-words";

/** Every action of the audit log in words. An action without words doesn't compile. */
const auditWords: Record<AuditAction, AuditWords> = {
  ...accountWords,
  ...sessionWords,
  ...programWords,
};

type Noun = AuditAction extends `${infer Before}.${string}` ? Before : never;

/** What the actions before a dot are about, as the headings of a choice. */
const auditNouns: Record<Noun, string> = {
  account: "Accounts",
  member: "People",
  audit: "Audit log",
  profile: "Profiles",
  availability: "Availability",
  invitation: "Invitations",
  mentorApplication: "Applications",
  notification: "Notifications",
  personalAccessToken: "Personal access tokens",
  serviceAccount: "Service accounts",
  deviceLogin: "Programs that sign in",
  secondFactor: "Two-factor authentication",
  signInMethod: "Sign-in methods",
  signingKey: "Signing keys",
  calendarFeed: "Calendar feeds",
  sessionNote: "Notes of sessions",
  staffNote: "Notes of staff",
  actionItem: "Action items",
  goal: "Goals",
  feedback: "Feedback",
  misuseReport: "Reports of misuse",
  reliability: "Objections to reliability",
  nudge: "Messages to people who are stuck",
  officeSession: "Sessions",
  webhook: "Webhooks",
  program: "Program",
  migration: "Migrations",
};

const isKey = <Key extends string>(table: Record<Key, unknown>, key: string): key is Key =>
  Object.hasOwn(table, key);

/** The words of an action; null for one of an older or newer version. */
export function auditWordsOf(action: string): AuditWords | null {
  return isKey(auditWords, action) ? auditWords[action] : null;
}

/** The label of an action, or of all actions of a noun. */
export function auditLabelOf(action: string): string {
  return auditWordsOf(action)?.label ?? action;
}

export function auditNounOf(noun: string): string {
  return isKey(auditNouns, noun) ? auditNouns[noun] : noun;
}
