import { z } from "zod";
import { formatPreferences } from "./format-settings.ts";
import { secondFactorCode } from "./second-factor-code.ts";
import { storableText } from "./storable.ts";
import { text } from "./text.ts";
import { timeZone } from "./time-zone.ts";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

export const personName = text({ min: 1, max: 80 });

export const EMAIL_MAX = 254;
/** The pattern of zod's email check, for checks in SQL. */
export const emailPattern = z.regexes.email.source;

const ADDRESS_ISSUE = "Enter an address such as ada@example.org";

/**
 * Whether an address is a placeholder for a missing one: nobody has a mailbox under .invalid (RFC
 * 2606), in any spelling.
 */
export function isPlaceholderAddress(address: string): boolean {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  // The parser normalizes every spelling of a name: full-width letters, other full stops, soft
  // hyphens.
  const host = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
  return /(^|\.)invalid\.?$/i.test(host);
}

const isMailbox = (address: string) => !isPlaceholderAddress(address);

const typedEmail = storableText
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX, `Use at most ${EMAIL_MAX} characters`);

/** The address of a new account. */
export const email = typedEmail.pipe(z.email(ADDRESS_ISSUE)).refine(isMailbox, ADDRESS_ISSUE);

/**
 * The address of an existing account, in the one spelling used for lookups and counts. Migrated
 * addresses can look different from those accepted from new people.
 */
export const accountEmail = typedEmail.regex(/^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u, ADDRESS_ISSUE);

/** Passwords are compared exactly as typed: never trimmed, never normalized. */
export const newPassword = storableText
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters`);

export const signUpInput = z.object({
  name: personName,
  email,
  password: newPassword,
  timeZone,
  /** Leads to the application to become a mentor after the first sign-in. */
  wantsToMentor: z.boolean().optional(),
});
export type SignUpInput = z.infer<typeof signUpInput>;

/** The same for every address; the next step depends on the site's configuration. */
export const signUpAnswer = z.object({ next: z.enum(["signIn", "confirmAddress"]) });
export type SignUpAnswer = z.infer<typeof signUpAnswer>;

/** An existing password: one set before today's rules, or elsewhere, still works. */
const knownPassword = storableText
  .min(1, "Fill this in")
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters`);

export const signInInput = z.object({
  email: accountEmail.refine(isMailbox, ADDRESS_ISSUE),
  password: knownPassword,
  /** Needed by people with 2FA; ignored for everyone else. */
  code: secondFactorCode.optional(),
});
export type SignInInput = z.infer<typeof signInInput>;

/** From a link in an email. Only the server knows its purpose. */
export const oneTimeToken = storableText.min(1).max(200);

export const confirmAddressInput = z.object({ token: oneTimeToken, password: knownPassword });
export type ConfirmAddressInput = z.infer<typeof confirmAddressInput>;

/** False for accounts with 2FA, which still need a code at sign-in. */
export const confirmAddressAnswer = z.object({ signedIn: z.boolean() });

/** The first admin, with the token of a link that only an operator can create. */
export const setUpAdminInput = signUpInput.extend({ token: oneTimeToken });
export type SetUpAdminInput = z.infer<typeof setUpAdminInput>;

export const requestPasswordResetInput = z.object({ email: accountEmail });
export type RequestPasswordResetInput = z.infer<typeof requestPasswordResetInput>;

export const requestEmailLinkInput = z.object({
  email: accountEmail,
  /** Where to go afterwards; a path of this site. */
  next: storableText.max(2_000).optional(),
});
export type RequestEmailLinkInput = z.infer<typeof requestEmailLinkInput>;

export const completeEmailLinkInput = z.object({ token: oneTimeToken });
export type CompleteEmailLinkInput = z.infer<typeof completeEmailLinkInput>;

export const resetPasswordInput = z.object({ token: oneTimeToken, newPassword });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

/**
 * The password again, because somebody else may be using the session. People without one leave it
 * out; they need a recent sign-in instead.
 */
export const passwordAgain = knownPassword.optional();

/** What somebody must enter to prove that the session is still theirs. */
export type IdentityProof = "nothing" | "password" | "passwordAndCode" | "recentSignIn";

export const identityProof = {
  /** Required when the sign-in isn't recent. */
  password: passwordAgain,
  /** Required with the password when two-factor authentication is on. */
  code: secondFactorCode.optional(),
};

export const identityProofInput = z.object(identityProof);
export type IdentityProofInput = z.infer<typeof identityProofInput>;

/** Erasing is permanent, so it requires the password again. */
export const eraseAccountInput = z.object({ password: passwordAgain });
export type EraseAccountInput = z.infer<typeof eraseAccountInput>;

/** Requires the password again, because somebody else may be using the session. */
export const changePasswordInput = z.object({
  currentPassword: signInInput.shape.password,
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const requestEmailChangeInput = z.object({
  newEmail: email,
  password: passwordAgain,
});
export type RequestEmailChangeInput = z.infer<typeof requestEmailChangeInput>;

export const confirmEmailChangeInput = z.object({ token: oneTimeToken });
export type ConfirmEmailChangeInput = z.infer<typeof confirmEmailChangeInput>;

export const signOutSessionInput = z.object({ id: storableText.min(1).max(64) });
export type SignOutSessionInput = z.infer<typeof signOutSessionInput>;

export const updateAccountInput = z
  .object({ name: personName, timeZone, ...formatPreferences.shape })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Nothing to change");
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;
