import { z } from "zod";
import { misuseOutcome, misuseReason } from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit, officeSessionId, userId } from "./paging.ts";
import { text } from "./text.ts";

/** How many undecided reports one person may have. */
export const OPEN_REPORTS_MAX = 10;

/** A person; or what the other person wrote in a session, in its shared notes or as feedback. */
export const misuseTarget = z.discriminatedUnion("about", [
  z.object({ about: z.literal("person"), personId: userId }),
  z.object({ about: z.enum(["session", "notes", "feedback"]), officeSessionId }),
]);
export type MisuseTarget = z.infer<typeof misuseTarget>;

export const previewMisuseReportInput = z.object({ target: misuseTarget });
export type PreviewMisuseReportInput = z.infer<typeof previewMisuseReportInput>;

export const submitMisuseReportInput = z.object({
  target: misuseTarget,
  reason: misuseReason,
  /** What happened. */
  words: text({ min: 10, max: 2000, multiline: true }),
  idempotencyKey,
});
export type SubmitMisuseReportInput = z.infer<typeof submitMisuseReportInput>;

const byId = z.object({ id: z.uuid() });

export const misuseReportByIdInput = byId;
export type MisuseReportByIdInput = z.infer<typeof misuseReportByIdInput>;

/** The reports that the actor has sent, newest first. */
export const listMyMisuseReportsInput = z.object({ cursor, limit, direction });
export type ListMyMisuseReportsInput = z.infer<typeof listMyMisuseReportsInput>;

export const misuseReportStatus = z.enum(["open", "decided"]);
export type MisuseReportStatus = z.infer<typeof misuseReportStatus>;

/** Newest first. */
export const listMisuseReportsInput = z.strictObject({
  status: misuseReportStatus.optional(),
  cursor,
  limit,
  direction,
});
export type ListMisuseReportsInput = z.infer<typeof listMisuseReportsInput>;

export const decideMisuseReportInput = byId.extend({
  outcome: misuseOutcome,
  /** Why. Only staff read it. */
  decision: text({ min: 3, max: 2000, multiline: true }),
});
export type DecideMisuseReportInput = z.infer<typeof decideMisuseReportInput>;
