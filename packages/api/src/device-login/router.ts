import {
  approveDeviceLoginInput,
  denyDeviceLoginInput,
  deviceLoginByCodeInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { approveDeviceLogin, denyDeviceLogin, getDeviceLoginByCode } from "./service.ts";

export const deviceLoginRouter = router({
  /** What the program that shows a code asks for. */
  byCode: permitted("personalAccessToken:manage", { limit: "api.deviceCode" })
    .input(deviceLoginByCodeInput)
    .query(({ ctx, input }) => getDeviceLoginByCode(ctx, input)),
  /** Lets the program have a token. Needs a recent sign-in, or the password and a code. */
  approve: permitted("personalAccessToken:manage", { limit: "api.password" })
    .input(approveDeviceLoginInput)
    .mutation(({ ctx, input }) => approveDeviceLogin(ctx, input)),
  /** Rejects the program. */
  deny: permitted("personalAccessToken:manage", { limit: "api.deviceCode" })
    .input(denyDeviceLoginInput)
    .mutation(({ ctx, input }) => denyDeviceLogin(ctx, input)),
});
