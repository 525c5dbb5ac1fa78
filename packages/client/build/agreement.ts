import type { AppRouter } from "@sundial/api";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { RouterInputs, RouterOutputs } from "../dist/index.js";

// Compiles only while the published types and the server's are the same; a test compiles it.

type Same<A, B> = [A, B] extends [B, A] ? true : never;

export const inputs: Same<RouterInputs, inferRouterInputs<AppRouter>> = true;
export const outputs: Same<RouterOutputs, inferRouterOutputs<AppRouter>> = true;
