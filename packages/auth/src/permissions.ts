import type { Role, TokenScope, UserStatus } from "@sundial/validators";

/** `resource:action`. Coarse: may this role do it at all? The scope decides about rows. */
export const permissions = [
  "self:read",
  "self:update",
  "self:erase",
  "self:secure",
  "self:export",
  "profile:read",
  "profile:create",
  "profile:update",
  "profile:list",
  "profile:delete",
  "profile:forceDelete",
  "member:read",
  "member:list",
  "member:changeRole",
  "member:changeStatus",
  "member:erase",
  "member:clearSecondFactor",
  "audit:read",
  "audit:export",
  "mentor:read",
  "availability:read",
  "availability:explain",
  "availability:edit",
  "session:read",
  "session:book",
  "session:bookOnBehalf",
  "session:bookFollowUp",
  "session:approve",
  "session:decline",
  "session:cancel",
  "session:reschedule",
  "session:complete",
  "session:reportNoShow",
  "session:correct",
  "calendar:read",
  "calendar:manage",
  "personalAccessToken:read",
  "personalAccessToken:manage",
] as const;

export type Permission = (typeof permissions)[number];

const everyone = [
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
  "session:reportNoShow",
  "personalAccessToken:read",
  "personalAccessToken:manage",
] as const satisfies readonly Permission[];

const hosting = [
  "session:approve",
  "session:decline",
  "session:complete",
] as const satisfies readonly Permission[];

/** People who hold sessions have their own calendar. */
const ownCalendar = ["calendar:read", "calendar:manage"] as const satisfies readonly Permission[];

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
  "session:bookOnBehalf",
  "session:correct",
] as const satisfies readonly Permission[];

/** The whole policy. The server and the pages check the same table through `can`. */
export const rolePermissions = {
  mentee: [...everyone, ...ownCalendar, ...ownProfile, "session:book"],
  mentor: [
    ...everyone,
    ...ownCalendar,
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
    "member:changeRole",
    "member:changeStatus",
    "member:erase",
    "member:clearSecondFactor",
    "audit:read",
    "audit:export",
  ],
} as const satisfies Record<Role, readonly Permission[]>;

/** What inactive people may still do: read their own history, and cancel or leave. */
const inactivePermissions: readonly Permission[] = [
  "self:read",
  "self:erase",
  "self:secure",
  "self:export",
  "session:read",
  "session:cancel",
];

/**
 * A token can't create or end other credentials of the account, so revoking a stolen one is enough.
 */
const neverByToken: readonly Permission[] = [
  "self:erase",
  "self:secure",
  "personalAccessToken:manage",
  "calendar:manage",
];

const isRead = (permission: Permission) => /:(read|list|explain)$/.test(permission);

interface Asking {
  role: Role;
  status: UserStatus;
  /** The token's scope. A browser's session has none and may do everything its person may. */
  scope?: TokenScope;
}

/** Whether this person may do this at all. Suspended people may do nothing. */
export function can(actor: Asking, permission: Permission): boolean {
  if (actor.scope !== undefined && neverByToken.includes(permission)) return false;
  if (actor.scope === "read" && !isRead(permission)) return false;
  if (actor.status === "suspended") return false;
  if (actor.status === "inactive" && !inactivePermissions.includes(permission)) return false;
  const granted: readonly Permission[] = rolePermissions[actor.role];
  return granted.includes(permission);
}
