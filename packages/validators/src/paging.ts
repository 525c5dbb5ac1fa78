import { z } from "zod";
import { MAX_INT, storableText } from "./storable.ts";

/** Opaque: whatever the last page returned as `nextCursor`. */
export const cursor = storableText.max(500).nullish();
export const limit = z.int().min(1).max(50).default(20);
/** Said along by clients that read on and on; there is no other. */
export const direction = z.literal("forward").optional();

/** A user's id; migrated users keep their old ID, so it is not always a UUID. */
export const userId = storableText.min(1).max(128);
export const officeSessionId = z.uuid();

/** The row version the client last saw; a newer one in the database means 409 STALE_VERSION. */
export const version = z.int().min(1).max(MAX_INT);
