import type { StuckKind, StuckStep } from "@sundial/validators";

/** One next step for each row: a message first, and something stronger while that is a week old. */
export function nextStepOf(kind: StuckKind, { isNudged }: { isNudged: boolean }): StuckStep {
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
