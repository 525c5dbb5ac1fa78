import type { AppRouter } from "@sundial/api";
import type {
  ErrorCode,
  FutureSessions,
  InputIssues,
  SeriesConflict,
  SlotConflict,
} from "@sundial/validators";

// The build writes these types down without the server's, so published code contains neither.

/** Every procedure with its input and output, for tRPC's own clients. */
export type SundialRouter = AppRouter;

/** The codes of the server's errors. */
export type ServerErrorCode = ErrorCode;

/** The `details` of the errors that have them. */
export interface ErrorDetails {
  /** Cancel or hand over these sessions first. */
  HAS_FUTURE_SESSIONS: FutureSessions;
  /** Which field of the input, and how to fix it. */
  INVALID_INPUT: InputIssues;
  /** The sessions of a series that can't be booked, each with the closest open starts. */
  SERIES_UNAVAILABLE: SeriesConflict;
  /** The start isn't on offer; the closest ones are. */
  SLOT_NOT_OFFERED: SlotConflict;
  /** Someone else was faster; the closest open starts. */
  SLOT_TAKEN: SlotConflict;
  /** The mentor changed their hours in the meantime; the closest open starts. */
  SLOT_UNAVAILABLE: SlotConflict;
  /** In seconds. */
  TOO_MANY_REQUESTS: { retryAfter: number };
}
