/** How a command ended, for pipelines. */
export const EXIT = {
  /** Everything is accounted for and nothing was quarantined. */
  CLEAN: 0,
  /** It broke off; nothing is half-written, and the same command goes on. */
  FAILED: 1,
  /** Refused before anything was written: arguments, settings, source or target. */
  REFUSED: 2,
  /** Everything is accounted for, and some rows were quarantined. */
  KEPT_BACK: 3,
  /** Verification found a difference. */
  DIFFERENT: 4,
  /** Rows of the source without a record. */
  UNACCOUNTED: 5,
  /** Stopped by Ctrl-C after the batch at hand. */
  STOPPED: 130,
} as const;
