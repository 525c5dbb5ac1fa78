import type { ChosenKind, WebhookDeliveryStatus, WebhookPauseReason } from "@sundial/validators";

export const kindLabels: Record<ChosenKind | "webhook.test", string> = {
  "session.requested": "Session requested",
  "session.booked": "Session booked",
  "session.approved": "Session approved",
  "session.declined": "Session declined",
  "session.expired": "Request expired",
  "session.cancelled": "Session cancelled",
  "session.rescheduled": "Session rescheduled",
  "session.edited": "Session details changed",
  "session.checkedIn": "Somebody checked in",
  "session.runningLate": "Somebody runs late",
  "session.completed": "Session completed",
  "session.noShowReported": "No-show reported",
  "session.corrected": "Outcome corrected",
  "member.signedUp": "Member signed up",
  "member.updated": "Member updated",
  "member.erased": "Member erased",
  "profile.created": "Profile created",
  "profile.updated": "Profile updated",
  "profile.deleted": "Profile deleted",
  "availability.updated": "Availability updated",
  "mentorApplication.submitted": "Mentor application submitted",
  "mentorApplication.withdrawn": "Mentor application withdrawn",
  "mentorApplication.approved": "Mentor application approved",
  "mentorApplication.declined": "Mentor application declined",
  "webhook.test": "Test",
};

export const deliveryStatusLabels: Record<WebhookDeliveryStatus, string> = {
  pending: "Pending",
  delivered: "Delivered",
  failed: "Failed",
};

export const pauseReasons: Record<WebhookPauseReason, string> = {
  admin: "An admin paused it.",
  failing: "It was paused because its deliveries failed for several days.",
  gone: "It was paused because the receiver answered 410 and wants no more deliveries.",
};
