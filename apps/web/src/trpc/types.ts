import type { RouterOutputs } from "@sundial/api";

/** An event of the audit log, as admins see it. */
export type AuditEvent = RouterOutputs["audit"]["list"]["items"][number];

/** Someone with an account, as staff see them. */
export type Member = RouterOutputs["member"]["byId"];

/** A webhook endpoint, as admins see it. */
export type WebhookEndpoint = RouterOutputs["webhook"]["byId"];

/** A session, as its parties and staff see it. */
export type OfficeSession = RouterOutputs["officeSession"]["byId"];
