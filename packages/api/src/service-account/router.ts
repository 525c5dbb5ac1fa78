import {
  createServiceAccountInput,
  endServiceAccountInput,
  rotateServiceAccountKeyInput,
  serviceAccountByIdInput,
  updateServiceAccountInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { endServiceAccount, rotateServiceAccountKey, updateServiceAccount } from "./change.ts";
import { createServiceAccount, getServiceAccountById, listServiceAccounts } from "./service.ts";

export const serviceAccountRouter = router({
  /** The active service accounts with their keys, without the keys themselves. */
  list: permitted("serviceAccount:read").query(({ ctx }) => listServiceAccounts(ctx)),
  /** One service account, also after its end. */
  byId: permitted("serviceAccount:read")
    .input(serviceAccountByIdInput)
    .query(({ ctx, input }) => getServiceAccountById(ctx, input)),
  /** Creates a service account; only this answer contains its key. */
  create: permitted("serviceAccount:manage", { limit: "api.secret" })
    .input(createServiceAccountInput)
    .mutation(({ ctx, input }) => createServiceAccount(ctx, input)),
  /** Changes name, owner and permissions, from the next request on. */
  update: permitted("serviceAccount:manage")
    .input(updateServiceAccountInput)
    .mutation(({ ctx, input }) => updateServiceAccount(ctx, input)),
  /** Creates a new key; the one before works until the overlap is over. */
  rotateKey: permitted("serviceAccount:manage", { limit: "api.secret" })
    .input(rotateServiceAccountKeyInput)
    .mutation(({ ctx, input }) => rotateServiceAccountKey(ctx, input)),
  /** Ends a service account and its keys permanently. */
  end: permitted("serviceAccount:manage")
    .input(endServiceAccountInput)
    .mutation(({ ctx, input }) => endServiceAccount(ctx, input)),
});
