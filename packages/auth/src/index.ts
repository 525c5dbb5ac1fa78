export {
  type Auth,
  type AuthEvent,
  type AuthMail,
  type AuthOptions,
  createAuth,
} from "./create-auth.ts";
export { sessionCookieName } from "./get-session.ts";
export {
  issueOneTimeToken,
  type OneTimeToken,
  type OneTimeTokenPurpose,
  redeemOneTimeToken,
} from "./one-time-token.ts";
export { hashPassword, needsRehash, verifyPassword } from "./password.ts";
export { can, type Permission, permissions, rolePermissions } from "./permissions.ts";
export { revokeAccess } from "./revoke-access.ts";
export { newRecoveryCodes } from "./second-factor/recovery-code.ts";
export { takeSecondFactorCode } from "./second-factor/second-factor.ts";
export { acceptedStep, newTotpSecret, totpCode, totpEnrolment } from "./second-factor/totp.ts";
export type { AuthSession } from "./session-row.ts";
export { newPersonalAccessToken } from "./tokens/personal-access-token.ts";
export { type KeyEvent, SigningKeyError } from "./tokens/signing-keys.ts";
export type { TokenOptions } from "./tokens/tokens.ts";
