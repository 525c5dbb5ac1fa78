import { create__Noun__Input, delete__Noun__Input, list__Nouns__Input } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { create__Noun__, delete__Noun__, list__Nouns__ } from "./service.ts";

export const __noun__Router = router({
  /** One's own, newest first. */
  list: permitted("__noun__:list")
    .input(list__Nouns__Input)
    .query(({ ctx, input }) => list__Nouns__(ctx, input)),
  /** Adds one, up to __NOUNS___MAX. */
  create: permitted("__noun__:create")
    .input(create__Noun__Input)
    .mutation(({ ctx, input }) => create__Noun__(ctx, input)),
  /** Deletes one of one's own permanently. */
  delete: permitted("__noun__:delete")
    .input(delete__Noun__Input)
    .mutation(({ ctx, input }) => delete__Noun__(ctx, input)),
});
