import {
  addPasskeyInput,
  connectSignInMethodInput,
  disconnectSignInMethodInput,
  removePasskeyInput,
  renamePasskeyInput,
  startPasskeyInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { addPasskey, removePasskey, renamePasskey, startPasskey } from "./passkeys.ts";
import { connectSignInMethod, disconnectSignInMethod, listSignInMethods } from "./service.ts";

export const signInMethodRouter = router({
  /** How the actor can sign in, and what they could connect. */
  list: permitted("self:secure").query(({ ctx }) => listSignInMethods(ctx)),
  /** Starts to connect a provider. Needs a recent sign-in, or the password and a code. */
  connect: permitted("self:secure", { limit: "api.password" })
    .input(connectSignInMethodInput)
    .mutation(({ ctx, input }) => connectSignInMethod(ctx, input)),
  /** Removes a provider from the ways in. Needs the same proof. */
  disconnect: permitted("self:secure", { limit: "api.password" })
    .input(disconnectSignInMethodInput)
    .mutation(({ ctx, input }) => disconnectSignInMethod(ctx, input)),
  /** Starts to add a passkey. Needs the same proof. */
  startPasskey: permitted("self:secure", { limit: "api.password" })
    .input(startPasskeyInput)
    .mutation(({ ctx, input }) => startPasskey(ctx, input)),
  /** Adds the passkey that the browser has made. */
  addPasskey: permitted("self:secure", { limit: "api.password" })
    .input(addPasskeyInput)
    .mutation(({ ctx, input }) => addPasskey(ctx, input)),
  renamePasskey: permitted("self:secure")
    .input(renamePasskeyInput)
    .mutation(({ ctx, input }) => renamePasskey(ctx, input)),
  /** Removes a passkey from the ways in. Needs the same proof. */
  removePasskey: permitted("self:secure", { limit: "api.password" })
    .input(removePasskeyInput)
    .mutation(({ ctx, input }) => removePasskey(ctx, input)),
});
