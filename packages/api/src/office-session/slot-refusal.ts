import { publicReasons, type Reason } from "@sundial/scheduling";
import type { ErrorCode } from "@sundial/validators";
import { DomainError } from "@sundial/validators";

/** The error codes for the engine's reasons; the first match decides. */
const REFUSALS = [
  {
    code: "MENTEE_BUSY",
    reasons: ["MENTEE_BUSY"],
    message: "The mentee has another session at that time.",
  },
  {
    code: "SLOT_NOT_OFFERED",
    reasons: [
      "PAST",
      "TOO_SOON",
      "BEYOND_HORIZON",
      "DURATION_NOT_OFFERED",
      "OFF_GRID",
      "OUTSIDE_HOURS",
    ],
    message: "The mentor doesn't offer this time.",
  },
  {
    code: "SLOT_TAKEN",
    reasons: ["MENTOR_BUSY", "GAP"],
    message: "Someone else just booked this time.",
  },
] as const;

const SLOT_CODES = new Set<ErrorCode>([...REFUSALS.map(({ code }) => code), "SLOT_UNAVAILABLE"]);

/**
 * The error for a slot the engine rejected, with the reasons the mentee may know. A start no longer
 * offered, because the mentor has edited the hours since it was listed, is unavailable.
 */
export function slotRefusal(
  reasons: readonly Reason[],
  { isEditedSince = false }: { isEditedSince?: boolean } = {},
): DomainError {
  const shown = publicReasons(reasons);
  for (const { code, reasons: matching, message } of REFUSALS) {
    if (!matching.some((reason) => reasons.includes(reason))) continue;
    if (code === "SLOT_NOT_OFFERED" && isEditedSince && !reasons.includes("PAST")) break;
    return new DomainError(code, message, shown);
  }
  return new DomainError("SLOT_UNAVAILABLE", "This time is no longer available.", shown);
}

export function isSlotRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && SLOT_CODES.has(error.code);
}
