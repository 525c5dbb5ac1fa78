import { z } from "zod";
import { passwordAgain } from "./account.ts";
import { authenticatorCode, secondFactorCode } from "./second-factor-code.ts";

export const confirmSecondFactorInput = z.object({
  password: passwordAgain,
  code: authenticatorCode,
});
export type ConfirmSecondFactorInput = z.infer<typeof confirmSecondFactorInput>;

/** Changing or weakening 2FA requires both the password and a code. */
const bothFactors = z.object({ password: passwordAgain, code: secondFactorCode });

export const renewSecondFactorCodesInput = bothFactors;

export const removeSecondFactorInput = bothFactors;
export type RemoveSecondFactorInput = z.infer<typeof removeSecondFactorInput>;
