import {
  addActionItemInput,
  editActionItemInput,
  listActionItemsInput,
  listMyActionItemsInput,
  removeActionItemInput,
  tickActionItemInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listMyActionItems } from "./mine.ts";
import {
  addActionItem,
  editActionItem,
  listActionItems,
  removeActionItem,
  tickActionItem,
} from "./service.ts";

export const actionItemRouter = router({
  /** What the two people of a session have agreed to do, carried over from their other sessions. */
  list: permitted("actionItem:read")
    .input(listActionItemsInput)
    .query(({ ctx, input }) => listActionItems(ctx, input)),
  /** What the actor has promised and not done yet, in all sessions. */
  mine: permitted("actionItem:read")
    .input(listMyActionItemsInput)
    .query(({ ctx, input }) => listMyActionItems(ctx, input)),
  /** Writes down what one of the two will do. */
  add: permitted("actionItem:write")
    .input(addActionItemInput)
    .mutation(({ ctx, input }) => addActionItem(ctx, input)),
  /** Changes the words, the owner or the due date; 409 STALE_VERSION when it changed meanwhile. */
  edit: permitted("actionItem:write")
    .input(editActionItemInput)
    .mutation(({ ctx, input }) => editActionItem(ctx, input)),
  /** Ticks it off, or opens it again; only the one who does it can. */
  tick: permitted("actionItem:write")
    .input(tickActionItemInput)
    .mutation(({ ctx, input }) => tickActionItem(ctx, input)),
  /** Removes an item. */
  remove: permitted("actionItem:write")
    .input(removeActionItemInput)
    .mutation(({ ctx, input }) => removeActionItem(ctx, input)),
});
