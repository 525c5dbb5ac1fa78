import { z } from "zod";
import { MAX_INT, storableText } from "./storable.ts";

/** Opaque: the `nextCursor` of the previous page. */
export const cursor = storableText.max(500).nullish();
export const limit = z.int().min(1).max(50).default(20);
/** Sent by clients that page; the only direction. */
export const direction = z.literal("forward").optional();

/** A user's id; migrated users keep their old ID, so it is not always a UUID. */
export const userId = storableText.min(1).max(128);
export const officeSessionId = z.uuid();

/** The row version the client last saw; a newer one in the database means 409 STALE_VERSION. */
export const version = z.int().min(1).max(MAX_INT);
