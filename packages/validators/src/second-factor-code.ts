import { z } from "zod";
import { storableText } from "./storable.ts";

const APP_CODE = /^\d{6}$/;
const RECOVERY_CODE = /^[A-Z2-7]{24}$/;

/** As people type them: in groups, with spaces or hyphens, in lower case. */
const typedCode = storableText
  .max(100)
  .transform((code) => code.replaceAll(/[\s-]/g, "").toUpperCase());

/** The six digits an authenticator app shows. */
export const authenticatorCode = typedCode.pipe(
  z.string().regex(APP_CODE, "Enter the 6-digit code from your app"),
);

/** An authenticator code or a recovery code, without spaces and hyphens. */
export const secondFactorCode = typedCode.pipe(
  z
    .string()
    .refine(
      (code) => APP_CODE.test(code) || isRecoveryCode(code),
      "Enter the 6-digit code from your app, or a recovery code",
    ),
);

export function isRecoveryCode(code: string): boolean {
  return RECOVERY_CODE.test(code);
}
