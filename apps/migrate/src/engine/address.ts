import { trimmed } from "../sql.ts";

/**
 * A user's address as it is stored here: trimmed and lower-cased, in this one place. Letters outside
 * ASCII stay as they are; the contract knows no address with any. The collation named last is that of
 * the target's index, which is not used under another.
 */
export const addressOf = (email: string) =>
  `(nullif(lower(${trimmed(email)} COLLATE "C"), '') COLLATE "default")`;
