import { COGNITO } from "@sundial/auth/cognito";
import { z } from "zod";

/**
 * Passwords are stored as accounts, too, and so are markers for a pool, so no provider can have
 * these names.
 */
const OUR_OWN = ["credential", COGNITO];

/** An identity provider's name here. */
export const providerName = z
  .string()
  .min(1)
  .refine((name) => !OUR_OWN.includes(name), "This name is reserved for passwords");
