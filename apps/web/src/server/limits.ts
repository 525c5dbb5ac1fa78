/** How long a whole request may take to arrive, in milliseconds. */
export const ARRIVAL_MS = 15_000;

/**
 * How long a request may use the database, from the last byte of its body on. In total, it is
 * answered within ten seconds.
 */
export const DATABASE_MS = 8_000;

/** How long a stopping server waits for work in progress: longer than both together. */
export const DRAIN_MS = 27_000;
