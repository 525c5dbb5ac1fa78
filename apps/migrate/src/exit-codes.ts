/** A command's exit codes, for pipelines. */
export const EXIT = {
  /** Everything is accounted for, and nothing was quarantined. */
  CLEAN: 0,
  /** Interrupted; nothing is saved halfway, and the same command continues. */
  FAILED: 1,
  /** Rejected before anything was written: arguments, settings, source or target. */
  REFUSED: 2,
  /** Everything is accounted for, and some rows were quarantined. */
  KEPT_BACK: 3,
  /** Verification found a difference. */
  DIFFERENT: 4,
  /** Rows of the source without a record. */
  UNACCOUNTED: 5,
  /** Stopped by Ctrl-C after the current batch. */
  STOPPED: 130,
} as const;
