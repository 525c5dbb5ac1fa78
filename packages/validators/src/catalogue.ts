import { z } from "zod";
import { storableText } from "./storable.ts";

/** The path of a procedure, such as "officeSession.book". */
export const catalogueByNameInput = z.object({ name: storableText.min(1).max(100) });
export type CatalogueByNameInput = z.infer<typeof catalogueByNameInput>;
