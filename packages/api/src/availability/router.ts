import {
  explainAvailabilityInput,
  openSlotsInput,
  pauseAvailabilityInput,
  previewAvailabilityInput,
  sessionsOutsideInput,
  updateAvailabilityInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { getAvailabilitySessionsOutside } from "./booked-sessions.ts";
import { getMyAvailability } from "./mine.ts";
import { pauseAvailability } from "./pause.ts";
import { previewAvailability } from "./preview.ts";
import { explainAvailability, getOpenSlots } from "./service.ts";
import { updateAvailability } from "./update.ts";

export const availabilityRouter = router({
  /** The starts a mentor offers between two instants. */
  openSlots: permitted("availability:read")
    .input(openSlotsInput)
    .query(({ ctx, input }) => getOpenSlots(ctx, input)),
  /** Why a session can't start at an instant. */
  explain: permitted("availability:explain")
    .input(explainAvailabilityInput)
    .query(({ ctx, input }) => explainAvailability(ctx, input)),
  /** A mentor's booked sessions outside the current hours. */
  sessionsOutside: permitted("availability:explain")
    .input(sessionsOutsideInput)
    .query(({ ctx, input }) => getAvailabilitySessionsOutside(ctx, input)),
  /** Pauses new bookings with a mentor, for staff, with a reason. */
  pause: permitted("availability:pause")
    .input(pauseAvailabilityInput)
    .mutation(({ ctx, input }) => pauseAvailability(ctx, input)),
  /** Everything about the actor's availability that can be edited. */
  mine: permitted("availability:edit").query(({ ctx }) => getMyAvailability(ctx)),
  /** What an edit would change, without saving it. */
  preview: permitted("availability:edit")
    .input(previewAvailabilityInput)
    .query(({ ctx, input }) => previewAvailability(ctx, input)),
  /** Saves the whole edit; 409 STALE_VERSION when it changed meanwhile. */
  update: permitted("availability:edit")
    .input(updateAvailabilityInput)
    .mutation(({ ctx, input }) => updateAvailability(ctx, input)),
});
