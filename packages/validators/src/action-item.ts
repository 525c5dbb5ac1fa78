import { z } from "zod";
import { localDate } from "./availability.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { limit, officeSessionId, version } from "./paging.ts";
import { text } from "./text.ts";

/** How many open items two people may have. */
export const ACTION_ITEMS_MAX = 50;

export const party = z.enum(["mentee", "mentor"]);
export type Party = z.infer<typeof party>;

const itemFields = z.object({
  text: text({ min: 1, max: 300 }),
  /** Who does it. */
  owner: party,
  /** A date on the calendar of the one who does it. */
  dueOn: localDate.nullable(),
});

export const listActionItemsInput = z.object({ officeSessionId });
export type ListActionItemsInput = z.infer<typeof listActionItemsInput>;

/** What the actor has promised. */
export const listMyActionItemsInput = z.object({ limit });
export type ListMyActionItemsInput = z.infer<typeof listMyActionItemsInput>;

export const addActionItemInput = itemFields.extend({ officeSessionId, idempotencyKey });
export type AddActionItemInput = z.infer<typeof addActionItemInput>;

const one = z.object({ id: z.uuid() });

export const editActionItemInput = itemFields.extend({ ...one.shape, version });
export type EditActionItemInput = z.infer<typeof editActionItemInput>;

/** Done, or open again. */
export const tickActionItemInput = one.extend({ done: z.boolean() });
export type TickActionItemInput = z.infer<typeof tickActionItemInput>;

export const removeActionItemInput = one;
export type RemoveActionItemInput = z.infer<typeof removeActionItemInput>;
