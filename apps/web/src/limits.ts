/** How long a request may take to arrive whole, in milliseconds. */
export const ARRIVAL_MS = 15_000;

/**
 * How long a request may use the database, from the last byte of its body. With all else it takes,
 * it is answered within ten seconds.
 */
export const DATABASE_MS = 8_000;

/** How long a server that was told to stop waits for what is under way: longer than both together. */
export const DRAIN_MS = 27_000;
