import type { AppRouter } from "@sundial/api";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { RouterInputs, RouterOutputs } from "../dist/index.js";

// Compiles only while the published types and the server's are the same; a test compiles it.

/** What only pages can follow isn't published. */
type Callable<Types extends { notification: object }> = Omit<Types, "notification"> & {
  notification: Omit<Types["notification"], "live">;
};

type Same<A, B> = [A, B] extends [B, A] ? true : never;

export const inputs: Same<RouterInputs, Callable<inferRouterInputs<AppRouter>>> = true;
export const outputs: Same<RouterOutputs, Callable<inferRouterOutputs<AppRouter>>> = true;
