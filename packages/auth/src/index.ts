export { type Auth, type AuthEvent, type AuthOptions, createAuth } from "./create-auth.ts";
export { type AuthSession, sessionCookieName } from "./get-session.ts";
export { can, type Permission, permissions, rolePermissions } from "./permissions.ts";
