import {
  type CompleteEmailLinkInput,
  type CompleteSignInInput,
  type ConfirmAddressInput,
  type ConnectProviderInput,
  completeSignInAnswer,
  confirmAddressAnswer,
  type JoinInput,
  type JoinWithPasskeyInput,
  passkeyJoinOptions,
  passkeySignInOptions,
  type RequestEmailLinkInput,
  type RequestPasswordResetInput,
  type ResetPasswordInput,
  type SetUpAdminInput,
  type SignInInput,
  type SignInWithPasskeyInput,
  type SignUpInput,
  type StartPasskeyJoinInput,
  type StartProviderSignInInput,
  signUpAnswer,
  startProviderSignInAnswer,
} from "@sundial/validators";
import { createAuthClient } from "better-auth/client";

const client = createAuthClient();

const post = (path: string, body: object) => client.$fetch(path, { method: "POST", body });

/**
 * Signing up, in and out, in the browser. Each call answers with `{ error }`, which is null or has
 * the shape `{ error, code?, details? }`; see `wireError`.
 */
export const auth = {
  /** Returns the next step; it signs nobody in. */
  signUp: (input: SignUpInput) =>
    client.$fetch("/sign-up/email", { method: "POST", body: input, output: signUpAnswer }),
  confirmAddress: (input: ConfirmAddressInput) =>
    client.$fetch("/confirm-address", {
      method: "POST",
      body: input,
      output: confirmAddressAnswer,
    }),
  /** Creates the account of an invited person and signs them in. */
  join: (input: JoinInput) => post("/join", input),
  /** What the browser needs to make a passkey for an account that it will open. */
  startPasskeyJoin: (input: StartPasskeyJoinInput) =>
    client.$fetch("/join/passkey/start", {
      method: "POST",
      body: input,
      output: passkeyJoinOptions,
    }),
  joinWithPasskey: (input: JoinWithPasskeyInput) => post("/join/passkey", input),
  /** Signs the first admin in. */
  setUpAdmin: (input: SetUpAdminInput) => post("/set-up-admin", input),
  signIn: (input: SignInInput) => post("/sign-in/email", input),
  /** Returns the provider's page, where the browser goes next. */
  startProviderSignIn: (input: StartProviderSignInInput) =>
    client.$fetch("/sign-in/social", {
      method: "POST",
      body: input,
      output: startProviderSignInAnswer,
    }),
  /** The same, for a provider that the signed-in person connects. */
  connectProvider: (input: ConnectProviderInput) =>
    client.$fetch("/link-social", {
      method: "POST",
      body: input,
      output: startProviderSignInAnswer,
    }),
  /** What the browser needs to ask for a passkey. */
  startPasskeySignIn: () =>
    client.$fetch("/sign-in/passkey/start", {
      method: "POST",
      body: {},
      output: passkeySignInOptions,
    }),
  signInWithPasskey: (input: SignInWithPasskeyInput) =>
    client.$fetch("/sign-in/passkey", {
      method: "POST",
      body: input,
      output: completeSignInAnswer,
    }),
  requestEmailLink: (input: RequestEmailLinkInput) => post("/sign-in/email-link", input),
  /** Follows the emailed link, in the browser that asked for it. */
  completeEmailLink: (input: CompleteEmailLinkInput) =>
    client.$fetch("/complete-email-link", {
      method: "POST",
      body: input,
      output: completeSignInAnswer,
    }),
  /** The second step after a provider or an email link: a code. */
  completeSignIn: (input: CompleteSignInInput) =>
    client.$fetch("/complete-sign-in", {
      method: "POST",
      body: input,
      output: completeSignInAnswer,
    }),
  signOut: () => post("/sign-out", {}),
  /** Extends a session in use. */
  prolongSession: () => post("/prolong-session", {}),
  requestPasswordReset: (input: RequestPasswordResetInput) =>
    post("/request-password-reset", input),
  resetPassword: (input: ResetPasswordInput) => post("/reset-password", input),
};
