import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { SundialRouter } from "./contract.ts";

export type { ErrorDetails, ServerErrorCode, SundialRouter } from "./contract.ts";
export {
  createSundialClient,
  type SundialClient,
  type SundialClientOptions,
} from "./create-client.ts";
export {
  type ClientErrorCode,
  isSundialError,
  SundialError,
  type SundialErrorCode,
  type SundialErrorOf,
} from "./error.ts";

/** What each procedure takes: `RouterInputs["officeSession"]["book"]`. */
export type RouterInputs = inferRouterInputs<SundialRouter>;
/** What each procedure returns: `RouterOutputs["officeSession"]["book"]`. */
export type RouterOutputs = inferRouterOutputs<SundialRouter>;
