import { z } from "zod";
import { direction, limit, userId } from "./paging.ts";
import { languageTag } from "./profile.ts";
import { storableText } from "./storable.ts";
import { text } from "./text.ts";

/** "earliest": who can see me soonest, outside my night; mentors without an open slot come last. */
export const mentorSort = z.enum(["earliest", "name"]);
export type MentorSort = z.infer<typeof mentorSort>;

export const partOfDay = z.enum(["night", "morning", "afternoon", "evening"]);
export type PartOfDay = z.infer<typeof partOfDay>;

/** The part of the day that an hour (0..23) of the viewer's wall clock belongs to. */
export function partOfDayAt(hour: number): PartOfDay {
  if (hour < 6) return "night";
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}

/** ISO weekday, Monday is 1. */
export const isoWeekday = z.int().min(1).max(7);

export const listMentorsInput = z.strictObject({
  /** Matches the name, the headline or an expertise. */
  search: text({ max: 100 }).optional(),
  /** Slug of an expertise. */
  expertise: storableText.max(80).optional(),
  language: languageTag.optional(),
  /** Only mentors with an open slot in one of these parts of the viewer's day; any if empty. */
  partsOfDay: z.array(partOfDay).max(partOfDay.options.length).default([]),
  /** The same for the viewer's weekdays; with both, only these parts of these days. */
  weekdays: z.array(isoWeekday).max(7).default([]),
  sort: mentorSort.default("earliest"),
  /** Opaque, the `nextCursor` of the previous page. By earliest slot, it names everyone shown. */
  cursor: storableText.max(20_000).nullish(),
  limit,
  direction,
});
export type ListMentorsInput = z.infer<typeof listMentorsInput>;

/** The filters that a search could drop, one at a time. */
export const mentorFilter = listMentorsInput
  .pick({ search: true, expertise: true, language: true, partsOfDay: true, weekdays: true })
  .keyof();
export type MentorFilter = z.infer<typeof mentorFilter>;

export const mentorByIdInput = z.object({ id: userId });
export type MentorByIdInput = z.infer<typeof mentorByIdInput>;
