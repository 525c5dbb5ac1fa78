import {
  type ConfirmAddressInput,
  confirmAddressAnswer,
  type RequestPasswordResetInput,
  type ResetPasswordInput,
  type SignInInput,
  type SignUpInput,
  signUpAnswer,
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
  signIn: (input: SignInInput) => post("/sign-in/email", input),
  signOut: () => post("/sign-out", {}),
  /** Extends a session in use. */
  prolongSession: () => post("/prolong-session", {}),
  requestPasswordReset: (input: RequestPasswordResetInput) =>
    post("/request-password-reset", input),
  resetPassword: (input: ResetPasswordInput) => post("/reset-password", input),
};
