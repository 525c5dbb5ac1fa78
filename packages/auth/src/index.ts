export {
  type Auth,
  type AuthEvent,
  type AuthMail,
  type AuthOptions,
  createAuth,
} from "./create-auth.ts";
export { type AuthSession, sessionCookieName } from "./get-session.ts";
export {
  issueOneTimeToken,
  type OneTimeToken,
  type OneTimeTokenPurpose,
  redeemOneTimeToken,
} from "./one-time-token.ts";
export { hashPassword, needsRehash, verifyPassword } from "./password.ts";
export { can, type Permission, permissions, rolePermissions } from "./permissions.ts";
export { revokeAccess } from "./revoke-access.ts";
