import {
  acceptInvitationInput,
  listInvitationsInput,
  previewInvitationInput,
  resendInvitationInput,
  revokeInvitationInput,
  sendInvitationsInput,
} from "@sundial/validators";
import { permitted, publicProcedure, router } from "../trpc.ts";
import { acceptInvitation } from "./accept.ts";
import { resendInvitation, revokeInvitation } from "./change.ts";
import { sendInvitations } from "./send.ts";
import { listInvitations, previewInvitation } from "./service.ts";

export const invitationRouter = router({
  /** Everyone who was invited, and how many have not come yet. */
  list: permitted("invitation:read")
    .input(listInvitationsInput)
    .query(({ ctx, input }) => listInvitations(ctx, input)),
  /** What a link offers, for the person who has it. */
  preview: publicProcedure
    .input(previewInvitationInput)
    .query(({ ctx, input }) => previewInvitation(ctx, input)),
  /** Invites up to 200 people, or says what would become of each. */
  send: permitted("invitation:manage", { limit: "api.inviting" })
    .input(sendInvitationsInput)
    .mutation(({ ctx, input }) => sendInvitations(ctx, input)),
  /** Sends a new link, and ends the earlier ones. */
  resend: permitted("invitation:manage", { limit: "api.inviting" })
    .input(resendInvitationInput)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input)),
  /** Ends the invitation and its links. */
  revoke: permitted("invitation:manage")
    .input(revokeInvitationInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  /** Gives the role of an invitation to the actor's account. */
  accept: permitted("self:update")
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
