import { z } from "zod";
import { text } from "./text.ts";

/** The lists whose filters people can keep. */
export const filteredPage = z.enum(["people", "sessions", "audit"]);
export type FilteredPage = z.infer<typeof filteredPage>;

/** How many filters one person may keep for one page. */
export const SAVED_FILTERS_MAX = 20;

export const listSavedFiltersInput = z.strictObject({ page: filteredPage });
export type ListSavedFiltersInput = z.infer<typeof listSavedFiltersInput>;

export const saveFilterInput = z.object({
  page: filteredPage,
  name: text({ min: 1, max: 60 }),
  /** As in the URL of the page, without the question mark. */
  query: text({ min: 1, max: 1000 }),
});
export type SaveFilterInput = z.infer<typeof saveFilterInput>;

export const removeSavedFilterInput = z.object({ id: z.uuid() });
export type RemoveSavedFilterInput = z.infer<typeof removeSavedFilterInput>;
