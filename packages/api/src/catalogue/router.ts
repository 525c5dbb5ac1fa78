import { catalogueByNameInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import type { Features } from "./describe.ts";
import { catalogueOf, getCatalogueEntry, listCatalogue } from "./service.ts";

/** Describes these features and itself. */
export function catalogueRouter(features: Features) {
  const all = (): Features => ({ ...features, catalogue: own });
  const catalogue = catalogueOf(all);
  const own = router({
    /** Every procedure of the API. */
    list: permitted("identity:read").query(() => listCatalogue(catalogue)),
    /** One procedure: input, errors, limit. */
    byName: permitted("identity:read")
      .input(catalogueByNameInput)
      .query(({ input }) => getCatalogueEntry(catalogue, input)),
  });
  return own;
}
