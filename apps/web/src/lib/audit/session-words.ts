import { type AuditWords, words } from "./audit-words";

/** The actions about sessions and what belongs to them, in words. */
export const sessionWords = {
  "sessionNote.written": words("Notes written", "{actor} wrote notes in the session{with}"),
  "staffNote.added": words("Staff note added", "{actor} wrote a staff note"),
  "staffNote.edited": words("Staff note changed", "{actor} changed a staff note"),
  "staffNote.removed": words("Staff note removed", "{actor} removed a staff note"),
  "actionItem.added": words("Action item added", "{actor} added an action item"),
  "actionItem.edited": words("Action item changed", "{actor} changed an action item"),
  "actionItem.ticked": words("Action item ticked off", "{actor} ticked off an action item"),
  "actionItem.removed": words("Action item removed", "{actor} removed an action item"),
  "goal.added": words("Goal added", "{actor} added a goal"),
  "goal.edited": words("Goal changed", "{actor} changed a goal"),
  "goal.settled": words("Goal achieved or dropped", "{actor} achieved or dropped a goal"),
  "goal.milestoneTicked": words("Milestone ticked off", "{actor} ticked off a milestone"),
  "goal.removed": words("Goal removed", "{actor} removed a goal"),
  "feedback.sent": words("Feedback sent", "{actor} sent feedback about a session"),
  "feedback.revealed": words("Feedback revealed", "{actor} revealed feedback", {
    automatic: "Feedback was revealed in the session of {mentor} and {mentee}",
  }),
  "reliability.objected": words("Objection sent", "{actor} objected to what counts against them"),
  "reliability.decided": words("Objection decided", "{actor} decided an objection"),
  "nudge.sent": words("Message sent", "{actor} wrote to {target}, who was stuck"),
  "availability.paused": words("Bookings paused", "{actor} paused new bookings with {target}"),
  "misuseReport.submitted": words("Misuse reported", "{actor} reported misuse"),
  "misuseReport.viewed": words("Report viewed", "{actor} viewed a report of misuse"),
  "misuseReport.decided": words("Report decided", "{actor} decided a report of misuse"),
  "officeSession.booked": words("Session booked", "{actor} booked a session{with}"),
  "officeSession.requested": words("Session requested", "{actor} requested a session{with}"),
  "officeSession.approved": words("Request approved", "{actor} approved the request of {mentee}"),
  "officeSession.declined": words("Request declined", "{actor} declined the request of {mentee}"),
  "officeSession.expired": words("Request expired", "{actor} let a request expire", {
    automatic: "The request of {mentee} to {mentor} expired",
  }),
  "officeSession.cancelled": words("Session cancelled", "{actor} cancelled the session{with}", {
    automatic: "The session of {mentor} and {mentee} was cancelled",
  }),
  "officeSession.rescheduled": words("Session rescheduled", "{actor} moved the session{with}"),
  "officeSession.edited": words("Session changed", "{actor} changed the session{with}"),
  "officeSession.checkedIn": words("Checked in", "{actor} checked in to the session{with}"),
  "officeSession.runningLate": words(
    "Running late",
    "{actor} was running late for the session{with}",
  ),
  "officeSession.completed": words(
    "Session completed",
    "{actor} marked the session{with} as completed",
    {
      automatic: "The session of {mentor} and {mentee} was completed",
    },
  ),
  "officeSession.noShowReported": words("No-show reported", "{actor} reported {absent} as absent"),
  "officeSession.corrected": words(
    "Session corrected",
    "{actor} recorded what happened in the session{with}",
  ),
  "officeSession.exported": words("Sessions exported", "{actor} exported the list of sessions"),
} as const satisfies Record<string, AuditWords>;
