import { z } from "zod";
import { cursor, limit, userId } from "./paging.ts";
import { languageTag } from "./profile.ts";
import { text } from "./text.ts";

export const listMentorsInput = z.object({
  /** Matches the name, the headline or an expertise. */
  search: text({ max: 100 }).optional(),
  /** Slug of an expertise. */
  expertise: z.string().max(80).optional(),
  language: languageTag.optional(),
  cursor,
  limit,
});
export type ListMentorsInput = z.infer<typeof listMentorsInput>;

export const mentorByIdInput = z.object({ id: userId });
export type MentorByIdInput = z.infer<typeof mentorByIdInput>;
