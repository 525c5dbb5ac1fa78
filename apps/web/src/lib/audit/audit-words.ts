/** How an action of the audit log reads. */
export interface AuditWords {
  /** In a list of actions to choose from. */
  label: string;
  /**
   * The whole event. In braces: `actor` and `target`, names as links; `with`, the other people of a
   * session; `mentor` and `mentee`, its two people; `absent`, who was; `role` and `status`, the new
   * ones.
   */
  says: string;
  /** The same when nobody did it. */
  automatic?: string;
  /** The same when people did it to themselves. */
  self?: string;
}

/** The label, the sentence and its variants. */
export const words = (label: string, says: string, more: Partial<AuditWords> = {}): AuditWords => ({
  label,
  says,
  ...more,
});
