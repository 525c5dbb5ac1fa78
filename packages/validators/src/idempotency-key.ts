import { z } from "zod";

/**
 * Chosen by the caller: for a day, the same key with the same input returns what the first call
 * made. Secrets in the answer are stored encrypted under the key, so it must be random.
 */
export const idempotencyKey = z.uuid().optional();
