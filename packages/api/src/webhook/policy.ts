import { DomainError, type WebhookStatus } from "@sundial/validators";

/** Errors: INVALID_TRANSITION when the endpoint already has that status. */
export function requireOtherStatus(current: WebhookStatus, wanted: WebhookStatus) {
  if (current !== wanted) return;
  throw new DomainError("INVALID_TRANSITION", `This endpoint is already ${wanted}.`, {
    status: current,
  });
}

/** Errors: INVALID_TRANSITION when the endpoint is paused, because nothing would be sent. */
export function requireActiveEndpoint(status: WebhookStatus) {
  if (status === "active") return;
  throw new DomainError("INVALID_TRANSITION", "This endpoint is paused. Resume it first.", {
    status,
  });
}
