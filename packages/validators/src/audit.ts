import { z } from "zod";
import { instant, instantText } from "./availability.ts";
import { cursor, direction, limit, userId } from "./paging.ts";
import { text } from "./text.ts";

const id = text({ max: 128 });

/** Filters for the audit log; each one left out matches everything. */
export const auditFilter = z.strictObject({
  actorId: id.optional(),
  targetId: id.optional(),
  /** A whole action, such as "member.erased", or the noun before its dot. */
  action: text({ max: 80 }).optional(),
  /** From the first instant (inclusive) to the second (exclusive). */
  from: instant.optional(),
  to: instant.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const listAuditEventsInput = auditFilter.extend({ cursor, limit });
export type ListAuditEventsInput = z.infer<typeof listAuditEventsInput>;

/** What a person did, and what was done to them. */
export const auditTimelineInput = z.strictObject({ userId, cursor, limit, direction });
export type AuditTimelineInput = z.infer<typeof auditTimelineInput>;

/** The same filter in a URL. */
export const auditFilterInAddress = auditFilter.extend({
  from: instantText.optional(),
  to: instantText.optional(),
});

export const auditExportFormat = z.enum(["csv", "jsonl"]);
export type AuditExportFormat = z.infer<typeof auditExportFormat>;
