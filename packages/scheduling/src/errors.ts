export type SchedulingErrorCode =
  | "UNKNOWN_TIME_ZONE"
  | "INVALID_DATE"
  | "INVALID_DURATION"
  | "INVALID_RANGE"
  | "RANGE_TOO_LONG"
  | "INVALID_AVAILABILITY"
  | "INVALID_INTERVAL";

/** The only error the engine throws, for input that has no meaning. Branch on `code`. */
export class SchedulingError extends Error {
  readonly code: SchedulingErrorCode;

  constructor(code: SchedulingErrorCode, message: string) {
    super(message);
    this.name = "SchedulingError";
    this.code = code;
  }
}
