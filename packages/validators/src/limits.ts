/** How many calls one HTTP request may carry. */
export const MAX_BATCH_SIZE = 20;

/** The largest body the API reads, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;
