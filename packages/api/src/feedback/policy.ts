import { FEEDBACK_DAYS, type OfficeSessionStatus, type Party } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";

interface Parties {
  mentorId: string;
  menteeId: string;
}

/**
 * Until then, both people can send feedback, and afterwards they read each other's, whether both
 * have sent it or only one.
 */
export function feedbackClosesAt({ endsAt }: { endsAt: Date }): Date {
  return new Date(endsAt.getTime() + FEEDBACK_DAYS * DAY);
}

/** Whether feedback about a session in this state is open. */
export function isOpenForFeedback(
  session: { status: OfficeSessionStatus; endsAt: Date },
  now: Date,
): boolean {
  return session.status === "completed" && now < feedbackClosesAt(session);
}

/** The side of a session that this person is on, or null for everyone else. */
export function sideOf(personId: string, { mentorId, menteeId }: Parties): Party | null {
  if (personId === menteeId) return "mentee";
  return personId === mentorId ? "mentor" : null;
}
