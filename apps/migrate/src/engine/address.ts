import { trimmed } from "../sql.ts";

/**
 * A user's address as it is stored here: trimmed and lower-cased, in this one place. Letters outside
 * ASCII stay as they are; the contract knows no address with any. The collation named last is that of
 * the target's index, which is not used under another.
 */
export const addressOf = (email: string) =>
  `(nullif(lower(${trimmed(email)} COLLATE "C"), '') COLLATE "default")`;

const NO_MAILBOX = "@no-email.invalid";

/** The address of somebody who has none: it leads nowhere, and no two are the same. */
export const placeholderOf = (id: string) => `'u-' || ${id} || '${NO_MAILBOX}'`;

/** Nobody may bring an address that could be somebody's placeholder. */
export const isReserved = (address: string) =>
  `right(${address}, ${NO_MAILBOX.length}) = '${NO_MAILBOX}'`;
