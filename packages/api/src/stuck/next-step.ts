import type { StuckKind } from "@sundial/validators";

/** What staff can do next about a row. */
export type NextStep = "nudge" | "book" | "pause" | "answer" | "invite" | "inviteAgain";

/** One next step for each row: a message first, and something stronger while that is a week old. */
export function nextStepOf(kind: StuckKind, { isNudged }: { isNudged: boolean }): NextStep {
  switch (kind) {
    case "waiting":
      return isNudged ? "book" : "nudge";
    case "expired":
      return isNudged ? "pause" : "nudge";
    case "unanswered":
      return isNudged ? "answer" : "nudge";
    case "expertise":
      return "invite";
    case "invited":
      return "inviteAgain";
  }
}
