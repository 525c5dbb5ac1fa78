import { type AuditWords, words } from "./audit-words";

/** The actions about accounts and people, in words. */
export const accountWords = {
  "account.signUpRequested": words("Sign-up begun", "{actor} began to sign up"),
  "account.signedUp": words("Sign-up", "{actor} created an account for {target}", {
    automatic: "{target} signed up",
    self: "{actor} signed up",
  }),
  "account.addressConfirmed": words("Email address confirmed", "{target} confirmed their address", {
    self: "{actor} confirmed their email address",
  }),
  "account.signedIn": words("Sign-in", "{actor} signed in as {target}", {
    automatic: "{target} signed in",
    self: "{actor} signed in",
  }),
  "account.tokenIssued": words("Access token issued", "{actor} got an access token", {
    automatic: "An access token was issued for {target}",
  }),
  "account.signInFailed": words("Failed sign-in", "{actor} failed to sign in as {target}", {
    automatic: "Somebody failed to sign in as {target}",
    self: "{actor} failed to sign in",
  }),
  "account.codeRequired": words("Code required", "{actor} was asked for a code", {
    automatic: "{target} was asked for a code when signing in",
  }),
  "account.recoveryCodeUsed": words("Recovery code used", "{actor} used a recovery code", {
    automatic: "{target} used a recovery code",
  }),
  "account.signedOut": words("Sign-out", "{actor} signed out", {
    automatic: "{target} signed out",
  }),
  "account.passwordRehashed": words(
    "Password stored anew",
    "The password of {target} was stored anew",
  ),
  "account.passwordMovedIn": words("Password migrated", "The password of {target} was migrated"),
  "account.invited": words("Invitation by the migration", "{target} was invited to the program"),
  "account.signInLinkRequested": words(
    "Sign-in link requested",
    "{actor} asked for a sign-in link",
    {
      automatic: "A sign-in link for {target} was requested",
    },
  ),
  "account.passwordResetRequested": words(
    "Password reset requested",
    "{actor} asked to reset the password of {target}",
    { automatic: "A password reset for {target} was requested" },
  ),
  "account.passwordReset": words("Password reset", "{actor} reset the password of {target}", {
    automatic: "The password of {target} was reset",
    self: "{actor} reset their password",
  }),
  "account.updated": words("Account changed", "{actor} changed the account of {target}", {
    self: "{actor} changed their account",
  }),
  "account.passwordChanged": words("Password changed", "{actor} changed the password of {target}", {
    self: "{actor} changed their password",
  }),
  "account.emailChangeRequested": words(
    "Address change requested",
    "{actor} asked to change their email address",
  ),
  "account.emailChangeCancelled": words(
    "Address change cancelled",
    "{actor} cancelled the change of an email address",
    {
      automatic: "The change of {target}'s email address was cancelled",
    },
  ),
  "account.emailChangeConfirmed": words(
    "Address change confirmed",
    "{actor} confirmed the change of an email address",
    {
      automatic: "The change of {target}'s email address was confirmed",
    },
  ),
  "account.emailChanged": words(
    "Email address changed",
    "{actor} changed the email address of {target}",
    {
      automatic: "The email address of {target} changed",
      self: "{actor} changed their email address",
    },
  ),
  "account.sessionSignedOut": words("Device signed out", "{actor} signed out one of their devices"),
  "account.signedOutEverywhere": words(
    "Signed out everywhere",
    "{actor} signed out all other devices",
  ),
  "account.exported": words("Own data exported", "{actor} exported their data"),
  "account.erased": words("Account deleted", "{actor} deleted their account"),
  "member.viewed": words("Person viewed", "{actor} viewed {target}"),
  "member.roleChanged": words("Role changed", "{actor} changed the role of {target} to {role}", {
    automatic: "The role of {target} changed to {role}",
  }),
  "member.statusChanged": words(
    "Status changed",
    "{actor} changed the status of {target} to {status}",
    {
      automatic: "The status of {target} changed to {status}",
    },
  ),
  "member.exported": words("People exported", "{actor} exported the list of people"),
  "member.erased": words("Person erased", "{actor} erased {target}"),
  "member.secondFactorCleared": words(
    "Two-factor authentication removed",
    "{actor} removed the two-factor authentication of {target}",
  ),
  "audit.read": words("Audit log viewed", "{actor} viewed the audit log"),
  "audit.exported": words("Audit log exported", "{actor} exported the audit log"),
  "audit.originsForgotten": words(
    "Old IP addresses removed",
    "{actor} removed old IP addresses and browsers from the audit log",
    { automatic: "Old IP addresses and browsers were removed from the audit log" },
  ),
  "profile.created": words("Profile created", "{actor} created a profile", {
    self: "{actor} created their profile",
  }),
  "profile.updated": words("Profile changed", "{actor} changed the profile of {target}", {
    self: "{actor} changed their profile",
  }),
  "profile.deleted": words("Profile deleted", "{actor} deleted the profile of {target}", {
    self: "{actor} deleted their profile",
  }),
  "availability.updated": words(
    "Availability changed",
    "{actor} changed the availability of {target}",
    {
      self: "{actor} changed their availability",
    },
  ),
  "invitation.sent": words("Invitation sent", "{actor} invited somebody"),
  "invitation.resent": words("Invitation sent again", "{actor} sent an invitation again", {
    automatic: "An invitation was sent again",
  }),
  "invitation.revoked": words("Invitation revoked", "{actor} revoked an invitation"),
  "invitation.accepted": words("Invitation accepted", "{actor} accepted an invitation", {
    automatic: "Somebody accepted an invitation",
  }),
  "mentorApplication.submitted": words("Application sent", "{actor} applied to become a mentor"),
  "mentorApplication.withdrawn": words(
    "Application withdrawn",
    "{actor} withdrew an application to become a mentor",
  ),
  "mentorApplication.approved": words(
    "Application approved",
    "{actor} approved an application to become a mentor",
  ),
  "mentorApplication.declined": words(
    "Application declined",
    "{actor} declined an application to become a mentor",
  ),
  "notification.chosen": words("Notifications chosen", "{actor} chose how to hear of something"),
  "notification.settingsChanged": words(
    "Notification settings changed",
    "{actor} changed when notifications arrive",
  ),
  "notification.unsubscribed": words("Unsubscribed", "{actor} unsubscribed from emails", {
    automatic: "{target} unsubscribed from emails by a link",
  }),
  "personalAccessToken.created": words(
    "Personal access token created",
    "{actor} created a personal access token",
  ),
  "personalAccessToken.revoked": words(
    "Personal access token revoked",
    "{actor} revoked a personal access token",
  ),
  "serviceAccount.created": words(
    "Service account created",
    "{actor} created the service account {target}",
  ),
  "serviceAccount.updated": words(
    "Service account changed",
    "{actor} changed the service account {target}",
  ),
  "serviceAccount.keyRotated": words(
    "Service account key rotated",
    "{actor} rotated the key of the service account {target}",
  ),
  "serviceAccount.ended": words(
    "Service account ended",
    "{actor} ended the service account {target}",
  ),
  "deviceLogin.approved": words("Program signed in", "{actor} approved the sign-in of a program"),
  "deviceLogin.denied": words("Program denied", "{actor} denied the sign-in of a program"),
  "secondFactor.setUp": words(
    "Authenticator app begun",
    "{actor} began to set up an authenticator app",
  ),
  "secondFactor.confirmed": words(
    "Two-factor authentication turned on",
    "{actor} turned on two-factor authentication",
  ),
  "secondFactor.codesRenewed": words(
    "Recovery codes renewed",
    "{actor} renewed their recovery codes",
  ),
  "secondFactor.removed": words(
    "Two-factor authentication turned off",
    "{actor} turned off two-factor authentication",
  ),
  "signInMethod.connected": words(
    "Sign-in method connected",
    "{actor} connected a way to sign in",
    {
      automatic: "{target} connected a way to sign in",
    },
  ),
  "signInMethod.connectionRequested": words(
    "Sign-in method requested",
    "{actor} began to connect a way to sign in",
    { automatic: "{target} began to connect a way to sign in" },
  ),
  "signInMethod.disconnected": words("Sign-in method removed", "{actor} removed a way to sign in"),
  "signInMethod.renamed": words("Sign-in method renamed", "{actor} renamed a passkey"),
  "signingKey.created": words("Signing key created", "{actor} created a signing key", {
    automatic: "A signing key was created",
  }),
  "signingKey.hastened": words("Signing key hastened", "{actor} hastened the next signing key", {
    automatic: "The next signing key was hastened",
  }),
  "signingKey.removed": words("Signing key removed", "{actor} removed a signing key", {
    automatic: "A signing key was removed",
  }),
  "calendarFeed.created": words("Calendar feed created", "{actor} created a calendar feed"),
  "calendarFeed.revoked": words("Calendar feed revoked", "{actor} revoked a calendar feed"),
} as const satisfies Record<string, AuditWords>;
