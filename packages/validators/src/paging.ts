import { z } from "zod";

/** Opaque: whatever the last page returned as `nextCursor`. */
export const cursor = z.string().max(500).nullish();
export const limit = z.int().min(1).max(50).default(20);

/** A user's id; people who moved in keep the id they had, so it is not always a UUID. */
export const userId = z.string().min(1).max(128);
export const officeSessionId = z.uuid();

/** The row version the client last saw; a newer one in the database means 409 STALE_VERSION. */
export const version = z.int().min(1);
