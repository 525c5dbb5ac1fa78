import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "./root.ts";

export { serveAuditExport } from "./audit/http.ts";
export { serveCalendarFeed, serveCalendarPage, serveSessionFile } from "./calendar/http.ts";
export { type Context, createContext } from "./context.ts";
export { serveDeviceLogin } from "./device-login/http.ts";
export { listOutbox, readOutboxEmail } from "./email/outbox.ts";
export { sendDueEmails } from "./email/send-due-emails.ts";
export { type EmailTransport, smtpTransport } from "./email/smtp.ts";
export { type Readiness, readinessCheck } from "./health/readiness.ts";
export { checkHealth } from "./health/service.ts";
export { responseMeta } from "./http.ts";
export type { Log } from "./log.ts";
export { sweepOfficeSessions } from "./office-session/sweep.ts";
export { serveAvatar } from "./profile/http.ts";
export { serveLogo } from "./program/http.ts";
export { getProgram } from "./program/service.ts";
export { type AppRouter, appRouter } from "./root.ts";
export type { OfficeSessionAction } from "./session-state/policy.ts";
export { sweeps } from "./sweeps.ts";
export { systemCaller } from "./system-caller.ts";
export { createCallerFactory, type ProcedureMeta } from "./trpc.ts";
export { type WebhookSender, webhookSender } from "./webhook/sender.ts";

export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
