/**
 * How long an export may use the database for each part it sends, in milliseconds: it takes longer
 * than a call may, and is under way when its answer has begun.
 */
export const EXPORT_PART_MS = 60_000;
