import { permitted, publicProcedure, router } from "../trpc.ts";
import { checkInstallation } from "./installation.ts";
import { checkHealth } from "./service.ts";
import { VERSION } from "./version.ts";

export const healthRouter = router({
  /** Whether the database answers. */
  check: publicProcedure.query(({ ctx }) => checkHealth(ctx)),
  /** The server's version. Not for strangers, who could look up its flaws. */
  version: permitted("identity:read").query(() => ({ version: VERSION })),
  /** Whether the background work, emails and webhooks keep up. */
  installation: permitted("installation:read").query(({ ctx }) => checkInstallation(ctx)),
});
