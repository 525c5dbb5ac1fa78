import { z } from "zod";
import { text } from "./text.ts";
import { timeZone } from "./time-zone.ts";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

export const personName = text({ min: 1, max: 80 });

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters")
  .pipe(z.email("Enter an address such as ada@example.org"));

/** Passwords are compared exactly as typed: never trimmed, never normalised. */
export const newPassword = z
  .string()
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters`);

export const signUpInput = z.object({ name: personName, email, password: newPassword, timeZone });
export type SignUpInput = z.infer<typeof signUpInput>;

export const signInInput = z.object({
  email,
  password: z.string().min(1, "Please fill this in").max(PASSWORD_MAX),
});
export type SignInInput = z.infer<typeof signInInput>;

/** For good: whoever erases an account proves once more that it is theirs. */
export const eraseAccountInput = signInInput.pick({ password: true });
export type EraseAccountInput = z.infer<typeof eraseAccountInput>;

/** Proves once more who it is, since a session may be borrowed. */
export const changePasswordInput = z.object({
  currentPassword: signInInput.shape.password,
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const requestEmailChangeInput = z.object({
  newEmail: email,
  password: signInInput.shape.password,
});
export type RequestEmailChangeInput = z.infer<typeof requestEmailChangeInput>;

export const confirmEmailChangeInput = z.object({ token: z.string().min(1).max(200) });
export type ConfirmEmailChangeInput = z.infer<typeof confirmEmailChangeInput>;

export const signOutSessionInput = z.object({ id: z.string().min(1).max(64) });
export type SignOutSessionInput = z.infer<typeof signOutSessionInput>;

export const updateAccountInput = z
  .object({ name: personName, timeZone })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Nothing to change");
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;
