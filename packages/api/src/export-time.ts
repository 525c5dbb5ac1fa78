import { MINUTE } from "@sundial/validators/durations";

/**
 * How long an export may use the database for each part it sends, in milliseconds. An export takes
 * longer than a call may, and continues after its answer has begun.
 */
export const EXPORT_PART_MS = MINUTE;
