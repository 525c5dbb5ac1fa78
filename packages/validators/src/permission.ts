import { z } from "zod";

/**
 * Everything that a role, a personal access token or a service account may be allowed to do, as
 * `resource:action`, in the words of the pages that offer a choice. Coarse: may they do it at all?
 * Which rows is for the scopes of the API to say.
 */
export const permissionLabels = {
  "identity:read": "Ask whose credential this is",
  "self:read": "View your account and profile",
  "self:update": "Edit your account",
  "self:erase": "Delete your account",
  "self:secure": "Change how you sign in",
  "self:export": "Export your data",
  "profile:read": "View profiles",
  "profile:create": "Create your profile",
  "profile:update": "Edit your profile",
  "profile:list": "List everyone's profiles",
  "profile:delete": "Delete your profile",
  "profile:forceDelete": "Delete other people's profiles",
  "member:read": "View people",
  "member:list": "List people",
  "member:changeRole": "Change roles",
  "member:changeStatus": "Suspend and reactivate people",
  "member:export": "Export people",
  "member:erase": "Delete other people's accounts",
  "member:clearSecondFactor": "Remove two-factor authentication of others",
  "audit:read": "View the audit log",
  "audit:export": "Export the audit log",
  "mentor:read": "Search mentors",
  "invitation:read": "View invitations",
  "invitation:manage": "Invite people",
  "mentorApplication:submit": "Apply to become a mentor",
  "mentorApplication:read": "View applications to become a mentor",
  "mentorApplication:decide": "Approve and decline applications to become a mentor",
  "availability:read": "View open times",
  "availability:explain": "See why a time isn't open",
  "availability:edit": "Edit your availability",
  "session:read": "View sessions",
  "session:list": "Search everyone's sessions",
  "session:export": "Export sessions",
  "session:book": "Book sessions for yourself",
  "session:bookOnBehalf": "Book sessions for others",
  "session:bookFollowUp": "Book follow-ups with your mentees",
  "session:approve": "Approve requests",
  "session:decline": "Decline requests",
  "session:cancel": "Cancel sessions",
  "session:reschedule": "Reschedule sessions",
  "session:edit": "Change the topic, agenda and place of sessions",
  "session:checkIn": "Say that you are there or running late",
  "session:complete": "Mark sessions as completed",
  "session:reportNoShow": "Report no-shows",
  "session:correct": "Correct what happened in a session",
  "staffNote:read": "Read the notes of staff about people",
  "staffNote:write": "Write notes of staff about people",
  "savedFilter:read": "View your saved filters",
  "savedFilter:manage": "Save and remove filters",
  "sessionNote:read": "Read the notes of sessions",
  "sessionNote:write": "Write the notes of your sessions",
  "actionItem:read": "View the action items of sessions",
  "actionItem:write": "Write and tick off action items of your sessions",
  "goal:read": "View goals",
  "goal:write": "Write your goals",
  "feedback:read": "Read the feedback of your sessions",
  "feedback:write": "Send feedback about your sessions",
  "feedback:list": "Read everyone's feedback",
  "misuseReport:submit": "Report misuse",
  "misuseReport:read": "View reports of misuse",
  "misuseReport:decide": "Decide reports of misuse",
  "reliability:read": "View what counts as unreliable",
  "reliability:object": "Object to what counts as unreliable",
  "reliability:list": "View objections",
  "reliability:decide": "Decide objections",
  "dashboard:read": "View the dashboard",
  "calendar:read": "View your calendar feeds",
  "calendar:manage": "Create and end calendar feeds",
  "personalAccessToken:read": "View your personal access tokens",
  "personalAccessToken:manage": "Create and end personal access tokens",
  "serviceAccount:read": "View service accounts",
  "serviceAccount:manage": "Create, change and end service accounts",
  "webhook:read": "View webhooks and their deliveries",
  "webhook:manage": "Create, change and remove webhooks",
  "stuck:read": "See who is stuck",
  "stuck:nudge": "Write to people who are stuck",
  "availability:pause": "Pause mentors",
  "installation:read": "See how the installation is doing",
  "program:read": "View the program's settings",
  "program:update": "Change the program's settings",
} as const satisfies Record<`${string}:${string}`, string>;

export const permission = z.enum(permissionNames(permissionLabels));
export type Permission = z.infer<typeof permission>;
export const permissions: readonly Permission[] = permission.options;

function permissionNames<Name extends string>(labels: Record<Name, string>): [Name, ...Name[]] {
  const isName = (key: string): key is Name => key in labels;
  const [first, ...others] = Object.keys(labels).filter(isName);
  if (first === undefined) throw new Error("there are no permissions");
  return [first, ...others];
}

/** Every credential may ask whose it is and what can be called, so no list needs to contain it. */
export const ALWAYS_PERMITTED = "identity:read" satisfies Permission;

export const isReadPermission = (name: Permission) => /:(read|list|explain)$/.test(name);

/**
 * What a personal access token may be allowed to do. It can't create or end credentials, nor
 * webhooks and invitations, which outlive it, so revoking a stolen one is enough.
 */
export const tokenPermission = permission.exclude([
  ALWAYS_PERMITTED,
  "self:erase",
  "self:secure",
  "personalAccessToken:manage",
  "calendar:manage",
  "serviceAccount:manage",
  "webhook:manage",
  "invitation:manage",
]);
export type TokenPermission = z.infer<typeof tokenPermission>;
export const tokenPermissions: readonly TokenPermission[] = tokenPermission.options;

/**
 * What a service account may be allowed to do, always in the way staff do it. It has no role and is
 * never one of the two people in a session, so nothing that someone does for themselves is here.
 */
export const servicePermission = z.enum([
  "profile:read",
  "profile:list",
  "profile:forceDelete",
  "member:read",
  "member:list",
  "member:changeRole",
  "member:changeStatus",
  "member:export",
  "member:erase",
  "member:clearSecondFactor",
  "audit:read",
  "audit:export",
  "dashboard:read",
  "mentor:read",
  "invitation:read",
  "invitation:manage",
  "mentorApplication:read",
  "mentorApplication:decide",
  "availability:read",
  "availability:explain",
  "session:read",
  "session:list",
  "session:export",
  "session:bookOnBehalf",
  "session:approve",
  "session:decline",
  "session:cancel",
  "session:reschedule",
  "session:edit",
  "session:complete",
  "session:reportNoShow",
  "session:correct",
  "serviceAccount:read",
  "serviceAccount:manage",
  "webhook:read",
  "webhook:manage",
  "stuck:read",
  "installation:read",
  "program:read",
  "program:update",
]);
export type ServicePermission = z.infer<typeof servicePermission>;
export const servicePermissions: readonly ServicePermission[] = servicePermission.options;

/** The permissions in a choice, without repetitions and in the order of the whole list. */
const chosen = <Name extends Permission>(names: Name[]) =>
  [...new Set(names)].sort((a, b) => permissions.indexOf(a) - permissions.indexOf(b));

const ISSUE = "Choose at least one permission";

/** A choice for a personal access token. */
export const tokenPermissionList = z
  .array(tokenPermission)
  .min(1, ISSUE)
  .max(permissions.length)
  .transform(chosen);

/** A choice for a service account. */
export const servicePermissionList = z
  .array(servicePermission)
  .min(1, ISSUE)
  .max(permissions.length)
  .transform(chosen);
