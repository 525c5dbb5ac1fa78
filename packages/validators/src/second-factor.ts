import { z } from "zod";
import { signInInput } from "./account.ts";
import { authenticatorCode, secondFactorCode } from "./second-factor-code.ts";

const { password } = signInInput.shape;

export const confirmSecondFactorInput = z.object({ password, code: authenticatorCode });
export type ConfirmSecondFactorInput = z.infer<typeof confirmSecondFactorInput>;

/** Whoever weakens or renews what guards an account shows both factors. */
const bothFactors = z.object({ password, code: secondFactorCode });

export const renewSecondFactorCodesInput = bothFactors;

export const removeSecondFactorInput = bothFactors;
export type RemoveSecondFactorInput = z.infer<typeof removeSecondFactorInput>;
