import { trimmed } from "../sql.ts";

/**
 * A user's address as stored here: trimmed and lower-cased, in this one place. Letters outside
 * ASCII stay as they are; the contract accepts no address with any. The last collation is that of
 * the target's index, which wouldn't be used with another.
 */
export const addressOf = (email: string) =>
  `(nullif(lower(${trimmed(email)} COLLATE "C"), '') COLLATE "default")`;

const NO_MAILBOX = "@no-email.invalid";

/** The address of somebody who has none: undeliverable and unique. */
export const placeholderOf = (id: string) => `'u-' || ${id} || '${NO_MAILBOX}'`;

/** Whether it is the address of somebody who has none. */
export const hasPlaceholder = (address: string) =>
  `(right(${address}, ${NO_MAILBOX.length}) = '${NO_MAILBOX}')`;
