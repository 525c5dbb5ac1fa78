import {
  listSavedFiltersInput,
  removeSavedFilterInput,
  saveFilterInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listSavedFilters, removeSavedFilter, saveFilter } from "./service.ts";

const unaudited = "Only a person's own shortcut to a list.";

export const savedFilterRouter = router({
  /** The actor's filters of one page, by name. */
  list: permitted("savedFilter:read")
    .input(listSavedFiltersInput)
    .query(({ ctx, input }) => listSavedFilters(ctx, input)),
  /** Keeps the filters of a page under a name. */
  save: permitted("savedFilter:manage", { unaudited })
    .input(saveFilterInput)
    .mutation(({ ctx, input }) => saveFilter(ctx, input)),
  /** Removes a filter. */
  remove: permitted("savedFilter:manage", { unaudited })
    .input(removeSavedFilterInput)
    .mutation(({ ctx, input }) => removeSavedFilter(ctx, input)),
});
