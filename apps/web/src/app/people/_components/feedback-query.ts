import type { RouterInputs } from "@sundial/api";

type FeedbackQuery = Pick<RouterInputs["feedback"]["list"], "userId" | "which" | "limit">;

/** How much of a person's feedback their page shows at first; the same on server and browser. */
export function feedbackQuery(userId: string, which: FeedbackQuery["which"]): FeedbackQuery {
  return { userId, which, limit: 5 };
}
