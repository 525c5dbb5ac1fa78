import {
  ALWAYS_PERMITTED,
  isReadPermission,
  type Permission,
  permissions,
  type Role,
  role,
  servicePermissions,
  type TokenScope,
  tokenPermissions,
  type UserStatus,
} from "@sundial/validators";

const everyone = [
  "identity:read",
  "self:read",
  "self:update",
  "self:erase",
  "self:secure",
  "self:export",
  "profile:read",
  "mentor:read",
  "availability:read",
  "availability:explain",
  "session:read",
  "session:cancel",
  "session:reschedule",
  "session:edit",
  "session:reportNoShow",
  "sessionNote:read",
  "actionItem:read",
  "goal:read",
  "feedback:read",
  "misuseReport:submit",
  "reliability:read",
  "reliability:object",
  "personalAccessToken:read",
  "personalAccessToken:manage",
] as const satisfies readonly Permission[];

const hosting = [
  "session:approve",
  "session:decline",
  "session:complete",
] as const satisfies readonly Permission[];

/** What people who hold sessions do for themselves. */
const holding = [
  "calendar:read",
  "calendar:manage",
  "session:checkIn",
  "sessionNote:write",
  "actionItem:write",
  "feedback:write",
] as const satisfies readonly Permission[];

const ownProfile = [
  "profile:create",
  "profile:update",
  "profile:delete",
] as const satisfies readonly Permission[];

/** People who run the program see everyone and may act for them. */
const running = [
  "profile:list",
  "profile:forceDelete",
  "member:read",
  "member:list",
  "member:export",
  "member:changeRole",
  "invitation:read",
  "invitation:manage",
  "mentorApplication:read",
  "mentorApplication:decide",
  "session:list",
  "session:export",
  "session:bookOnBehalf",
  "session:correct",
  "staffNote:read",
  "staffNote:write",
  "savedFilter:read",
  "savedFilter:manage",
  "feedback:list",
  "misuseReport:read",
  "misuseReport:decide",
  "stuck:read",
  "stuck:nudge",
  "availability:pause",
  "reliability:list",
  "reliability:decide",
  "dashboard:read",
] as const satisfies readonly Permission[];

/** The whole policy. The server and the pages check the same table through `can`. */
export const rolePermissions = {
  mentee: [
    ...everyone,
    ...holding,
    ...ownProfile,
    "goal:write",
    "session:book",
    "mentorApplication:submit",
  ],
  mentor: [
    ...everyone,
    ...holding,
    ...hosting,
    ...ownProfile,
    "availability:edit",
    "session:bookFollowUp",
  ],
  pm: [...everyone, ...hosting, ...running],
  admin: [
    ...everyone,
    ...hosting,
    ...running,
    "member:changeStatus",
    "member:erase",
    "member:clearSecondFactor",
    "audit:read",
    "audit:export",
    "serviceAccount:read",
    "serviceAccount:manage",
    "webhook:read",
    "webhook:manage",
    "installation:read",
    "program:read",
    "program:update",
  ],
} as const satisfies Record<Role, readonly Permission[]>;

/** The roles that these people may give: to new people, and to others in place of one of these. */
const rolesToGive = {
  mentee: [],
  mentor: [],
  pm: ["mentee", "mentor"],
  admin: role.options,
} as const satisfies Record<Role, readonly Role[]>;

/** What inactive people may still do: read their own history, report misuse, and cancel or leave. */
const inactivePermissions: readonly Permission[] = [
  "identity:read",
  "self:read",
  "self:erase",
  "self:secure",
  "self:export",
  "session:read",
  "session:cancel",
  "sessionNote:read",
  "actionItem:read",
  "goal:read",
  "feedback:read",
  "misuseReport:submit",
  "reliability:read",
  "reliability:object",
];

/** What a signed access token may do here, by its scope. */
export const scopePermissions: Record<TokenScope, readonly Permission[]> = {
  read: tokenPermissions.filter(isReadPermission),
  write: tokenPermissions,
};

interface Asking {
  /** Null for a service account. */
  role: Role | null;
  status: UserStatus;
  /**
   * What the token or service account was given. A browser's session has no list and may do
   * everything its person may.
   */
  permissions?: readonly Permission[];
}

/**
 * Whether this caller may do this at all. A token may do what both its list and its person's role
 * allow, and a service account what its list allows to staff. Suspended people may do nothing.
 */
export function can(actor: Asking, permission: Permission): boolean {
  if (actor.status === "suspended") return false;
  if (actor.status === "inactive" && !inactivePermissions.includes(permission)) return false;
  return isGiven(actor, permission) && roleAllows(actor.role, permission);
}

function isGiven({ permissions: given }: Asking, permission: Permission) {
  if (given === undefined || permission === ALWAYS_PERMITTED) return true;
  return given.includes(permission);
}

function roleAllows(role: Role | null, permission: Permission) {
  const granted: readonly Permission[] = role === null ? serviceRole : rolePermissions[role];
  return granted.includes(permission);
}

const serviceRole: readonly Permission[] = [ALWAYS_PERMITTED, ...servicePermissions];

/** Whether this caller works for the program and sees everyone's sessions. */
export function isStaff({ role }: Pick<Asking, "role">): boolean {
  return role === null || role === "pm" || role === "admin";
}

/**
 * The roles that this caller may give to someone who has this role. Nobody gives a role that they
 * couldn't take away again.
 */
export function rolesFor(actor: Asking, current: Role): readonly Role[] {
  if (!can(actor, "member:changeRole")) return [];
  const roles: readonly Role[] = actor.role === null ? role.options : rolesToGive[actor.role];
  return roles.includes(current) ? roles.filter((each) => each !== current) : [];
}

/** The roles that this caller may invite people to. */
export function rolesToInvite(actor: Asking): readonly Role[] {
  if (!can(actor, "invitation:manage")) return [];
  return actor.role === null ? role.options : rolesToGive[actor.role];
}

/** What this caller may do now. */
export function permissionsOf(actor: Asking): Permission[] {
  return permissions.filter((permission) => can(actor, permission));
}
