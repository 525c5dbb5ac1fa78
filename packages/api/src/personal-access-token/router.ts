import {
  createPersonalAccessTokenInput,
  revokePersonalAccessTokenInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import {
  createPersonalAccessToken,
  listPersonalAccessTokens,
  revokePersonalAccessToken,
} from "./service.ts";

export const personalAccessTokenRouter = router({
  /** The actor's active tokens, without the tokens themselves. */
  list: permitted("personalAccessToken:read").query(({ ctx }) => listPersonalAccessTokens(ctx)),
  /** Creates a token for a script; only this answer contains it. */
  create: permitted("personalAccessToken:manage", { limit: "api.secret" })
    .input(createPersonalAccessTokenInput)
    .mutation(({ ctx, input }) => createPersonalAccessToken(ctx, input)),
  /** Ends a token permanently. */
  revoke: permitted("personalAccessToken:manage")
    .input(revokePersonalAccessTokenInput)
    .mutation(({ ctx, input }) => revokePersonalAccessToken(ctx, input)),
});
