import {
  createProfileInput,
  deleteProfileInput,
  forceDeleteProfileInput,
  listProfilesInput,
  profileByIdInput,
  updateProfileInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { deleteProfile, forceDeleteProfile } from "./delete.ts";
import {
  createProfile,
  getMyProfile,
  getProfileById,
  listProfiles,
  previewProfile,
  updateProfile,
} from "./service.ts";

export const profileRouter = router({
  /** The actor's profile. */
  me: permitted("self:read").query(({ ctx }) => getMyProfile(ctx)),
  /** The actor's profile as people they have a session with see it, and as everyone else does. */
  preview: permitted("self:read").query(({ ctx }) => previewProfile(ctx)),
  /** A visible profile, with the fields that its reader may see; 404 otherwise. */
  byId: permitted("profile:read")
    .input(profileByIdInput)
    .query(({ ctx, input }) => getProfileById(ctx, input)),
  /** Everyone, for program managers and admins. */
  list: permitted("profile:list")
    .input(listProfilesInput)
    .query(({ ctx, input }) => listProfiles(ctx, input)),
  /** 409 PROFILE_EXISTS the second time. */
  create: permitted("profile:create")
    .input(createProfileInput)
    .mutation(({ ctx, input }) => createProfile(ctx, input)),
  /** 404 when the profile doesn't exist, 409 STALE_VERSION when it changed meanwhile. */
  update: permitted("profile:update")
    .input(updateProfileInput)
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),
  /** The actor's own; 409 HAS_FUTURE_SESSIONS while sessions in that role are upcoming. */
  delete: permitted("profile:delete")
    .input(deleteProfileInput)
    .mutation(({ ctx, input }) => deleteProfile(ctx, input)),
  /** Somebody's, with a reason; cancels their upcoming sessions in that role. */
  forceDelete: permitted("profile:forceDelete")
    .input(forceDeleteProfileInput)
    .mutation(({ ctx, input }) => forceDeleteProfile(ctx, input)),
});
