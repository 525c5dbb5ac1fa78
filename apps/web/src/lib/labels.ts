import {
  type FieldVisibility,
  type InvitationState,
  type Lapse,
  type LapseState,
  type MentorApplicationStatus,
  type MisuseOutcome,
  type MisuseReason,
  type MisuseReportStatus,
  type MisuseSubject,
  type ObjectionStatus,
  type OfficeSessionStatus,
  PASSWORD_MIN,
  type PartOfDay,
  type Role,
  type SessionFlag,
  type SignUpPolicy,
  type Standing,
  type UserStatus,
} from "@sundial/validators";

export const roleLabels: Record<Role, string> = {
  mentee: "Mentee",
  mentor: "Mentor",
  pm: "Program manager",
  admin: "Admin",
};

export const signUpPolicyLabels: Record<SignUpPolicy, string> = {
  open: "Anyone",
  domains: "Only people with an email address of listed domains",
  invitation: "Only people who are invited",
};

/** The name of the list of sessions: staff see everyone's, not their own. */
export function sessionsLabel({ role }: { role: Role }): string {
  return role === "pm" || role === "admin" ? "Sessions" : "My sessions";
}

export const newPasswordHint = `At least ${PASSWORD_MIN} characters. A few unrelated words are easy to remember.`;

export const userStatusLabels: Record<UserStatus, string> = {
  active: "Active",
  inactive: "Inactive",
  suspended: "Suspended",
};

export const fieldVisibilityLabels: Record<FieldVisibility, string> = {
  everyone: "Everyone signed in",
  sessions: "People I have a session with",
  staff: "Only program staff",
};

export const officeSessionStatusLabels: Record<OfficeSessionStatus, string> = {
  requested: "Awaiting approval",
  scheduled: "Scheduled",
  completed: "Completed",
  cancelled: "Cancelled",
  declined: "Declined",
  expired: "Expired",
  no_show: "No-show",
};

export const sessionFlagLabels: Record<SessionFlag, string> = {
  disputed: "Disputed",
  late: "Cancelled late",
  no_feedback: "No feedback",
  unanswered: "Unanswered for a day",
};

export const invitationStateLabels: Record<InvitationState, string> = {
  waiting: "Waiting",
  expired: "Expired",
  accepted: "Accepted",
  revoked: "Revoked",
};

export const mentorApplicationStatusLabels: Record<MentorApplicationStatus, string> = {
  pending: "Waiting",
  approved: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
};

export const misuseReasonLabels: Record<MisuseReason, string> = {
  harassment: "Harassment or insults",
  discrimination: "Discrimination or hate",
  spam: "Advertising or spam",
  safety: "Someone may be in danger",
  other: "Something else",
};

export const misuseSubjectLabels: Record<MisuseSubject, string> = {
  person: "Person",
  session: "Words of a session",
  notes: "Shared notes",
  feedback: "Feedback",
};

export const misuseReportStatusLabels: Record<MisuseReportStatus, string> = {
  open: "Open",
  decided: "Decided",
};

export const misuseOutcomeLabels: Record<MisuseOutcome, string> = {
  action_taken: "Action taken",
  no_action: "No action needed",
};

export const standingLabels: Record<Standing, string> = {
  clear: "Good standing",
  noted: "Some lapses",
  concern: "Many lapses",
};

export const lapseLabels: Record<Lapse, string> = {
  no_show: "No-show",
  late_cancellation: "Late cancellation",
  expired_request: "Unanswered request",
};

export const lapseStateLabels: Record<LapseState, string> = {
  counts: "Counts",
  disputed: "Disputed, doesn't count",
  excused: "Excused, doesn't count",
};

export const objectionStatusLabels: Record<ObjectionStatus, string> = {
  open: "Open",
  accepted: "Accepted",
  declined: "Declined",
};

export const objectionOutcomeLabels: Record<Exclude<ObjectionStatus, "open">, string> = {
  accepted: "Accept: it no longer counts",
  declined: "Decline: it counts as before",
};

export const partOfDayLabels: Record<PartOfDay, string> = {
  night: "Night",
  morning: "Morning",
  afternoon: "Afternoon",
  evening: "Evening",
};

const languageNames = new Intl.DisplayNames("en", { type: "language" });

/** "Portuguese", for "pt". */
export function languageLabel(tag: string): string {
  return languageNames.of(tag) ?? tag;
}
