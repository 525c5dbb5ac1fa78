import { z } from "zod";
import { userId } from "./paging.ts";

/** The longest range one query may ask for: two calendar months and their edges. */
export const OPEN_SLOTS_MAX_DAYS = 70;

const DAY = 86_400_000;

export const sessionMinutes = z.int().min(10).max(240);

export const openSlotsInput = z
  .object({
    mentorId: userId,
    /** First instant (inclusive) and last instant (exclusive) at which a slot may start. */
    from: z.date(),
    to: z.date(),
    durationMinutes: sessionMinutes.optional(),
  })
  .refine((input) => input.to > input.from, { path: ["to"], message: "Must be after the start" })
  .refine((input) => input.to.getTime() - input.from.getTime() <= OPEN_SLOTS_MAX_DAYS * DAY, {
    path: ["to"],
    message: `Ask for at most ${OPEN_SLOTS_MAX_DAYS} days`,
  });
export type OpenSlotsInput = z.infer<typeof openSlotsInput>;

/** Minutes of a mentor's local day; the end may reach past midnight. */
export const availabilityWindow = z
  .object({
    startMinute: z.int().min(0).max(1439),
    endMinute: z.int().min(1).max(2880),
  })
  .refine(
    ({ startMinute, endMinute }) => endMinute > startMinute && endMinute <= startMinute + 1440,
    { path: ["endMinute"], message: "Must end after it starts, within 24 hours" },
  );
export type AvailabilityWindow = z.infer<typeof availabilityWindow>;
