import { COGNITO } from "@sundial/auth/cognito";
import { z } from "zod";

/** Passwords are kept as accounts too, and so are those that stayed in a pool: no provider is called so. */
const OUR_OWN = ["credential", COGNITO];

/** What an identity provider is called here. */
export const providerName = z
  .string()
  .min(1)
  .refine((name) => !OUR_OWN.includes(name), "This name is reserved for passwords");
