export { cognitoPasswordCheck } from "./cognito/password-check.ts";
export { COMMON_PASSWORD_ISSUE, isCommonPassword } from "./common-password.ts";
export {
  type Auth,
  type AuthOptions,
  createAuth,
} from "./create-auth.ts";
export { issueResetToken } from "./credentials/password-reset.ts";
export { hasAdmin, offerAdminSetUp } from "./credentials/set-up-admin.ts";
export { giveRole } from "./give-role.ts";
export {
  type InvitationLink,
  invitationPath,
  issueInvitationLinks,
  openInvitation,
  settleInvitation,
} from "./invitation.ts";
export {
  issueOneTimeToken,
  type OneTimeToken,
  type OneTimeTokenPurpose,
  redeemOneTimeToken,
  revokeOneTimeTokens,
  sweepOneTimeTokens,
} from "./one-time-token.ts";
export { registrationOptions, verifyRegistration } from "./passkeys/ceremony.ts";
export { hashPassword, needsRehash, verifyPassword } from "./password.ts";
export {
  can,
  isStaff,
  permissionsOf,
  rolePermissions,
  rolesFor,
  rolesToInvite,
} from "./permissions.ts";
export { requireOwnProvider } from "./providers/bound-domains.ts";
export { callbackPath, type ProviderSettings } from "./providers/providers.ts";
export { google, linkedin, microsoft } from "./providers/well-known.ts";
export { clientBucket } from "./rate-limit/client-bucket.ts";
export { type LimitName, limits } from "./rate-limit/limits.ts";
export type { RateLimiter, Verdict } from "./rate-limit/rate-limiter.ts";
export { waitMessage } from "./rate-limit/with-rate-limits.ts";
export { dropPendingChanges, endAllAccess, revokeAccess } from "./revoke-access.ts";
export { sealedBox } from "./sealed-box.ts";
export { newRecoveryCodes } from "./second-factor/recovery-code.ts";
export {
  deleteSecondFactor,
  INVALID_CODE_ISSUE,
  takeSecondFactorCode,
} from "./second-factor/second-factor.ts";
export { acceptedStep, newTotpSecret, totpEnrolment } from "./second-factor/totp.ts";
export { sessionCookieName, sessionRenewal } from "./session-cookie.ts";
export type { AuthSession, PersonSession, ServiceSession } from "./session-row.ts";
export type { KeyState } from "./tokens/key-schedule.ts";
export { digestOf, newOpaqueToken } from "./tokens/opaque-token.ts";
export { newPersonalAccessToken } from "./tokens/personal-access-token.ts";
export { newServiceAccountKey } from "./tokens/service-account-key.ts";
export { SigningKeyError } from "./tokens/signing-keys.ts";
export type { TokenOptions } from "./tokens/tokens.ts";
export { userAgentOf } from "./user-agent.ts";
export { newWebhookSecret } from "./webhook-secret.ts";
