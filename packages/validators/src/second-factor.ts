import { z } from "zod";
import { signInInput } from "./account.ts";
import { authenticatorCode, secondFactorCode } from "./second-factor-code.ts";

const { password } = signInInput.shape;

export const confirmSecondFactorInput = z.object({ password, code: authenticatorCode });
export type ConfirmSecondFactorInput = z.infer<typeof confirmSecondFactorInput>;

/** Changing or weakening 2FA requires both the password and a code. */
const bothFactors = z.object({ password, code: secondFactorCode });

export const renewSecondFactorCodesInput = bothFactors;

export const removeSecondFactorInput = bothFactors;
export type RemoveSecondFactorInput = z.infer<typeof removeSecondFactorInput>;
