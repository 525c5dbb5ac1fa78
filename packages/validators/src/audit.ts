import { z } from "zod";
import { instant, instantText } from "./availability.ts";
import { cursor, limit } from "./paging.ts";
import { text } from "./text.ts";

const id = text({ max: 128 });

/** Which events of the audit log; each one left out means any. */
export const auditFilter = z.strictObject({
  actorId: id.optional(),
  targetId: id.optional(),
  /** A whole action, such as "member.erased", or the noun before its dot. */
  action: text({ max: 80 }).optional(),
  /** From this instant on, and before that one. */
  from: instant.optional(),
  to: instant.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const listAuditEventsInput = auditFilter.extend({ cursor, limit });
export type ListAuditEventsInput = z.infer<typeof listAuditEventsInput>;

/** The same filter as it stands in an address. */
export const auditFilterInAddress = auditFilter.extend({
  from: instantText.optional(),
  to: instantText.optional(),
});

export const auditExportFormat = z.enum(["csv", "jsonl"]);
export type AuditExportFormat = z.infer<typeof auditExportFormat>;
