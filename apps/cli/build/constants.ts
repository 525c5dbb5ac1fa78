import { readFileSync } from "node:fs";
import { appRouter } from "@sundial/api";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";

/** What is written into the command: its version, and the procedures it completes. */
export function constants() {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const router: AnyTRPCRouter = appRouter;
  const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures).map(
    ([name, procedure]) => [name, procedure._def.type],
  );
  return {
    SUNDIAL_VERSION: JSON.stringify(version),
    SUNDIAL_PROCEDURES: JSON.stringify(Object.fromEntries(procedures.sort())),
  };
}
