import { accountRouter } from "./account/router.ts";
import { actionItemRouter } from "./action-item/router.ts";
import { auditRouter } from "./audit/router.ts";
import { availabilityRouter } from "./availability/router.ts";
import { calendarRouter } from "./calendar/router.ts";
import { catalogueRouter } from "./catalogue/router.ts";
import { dashboardRouter } from "./dashboard/router.ts";
import { deviceLoginRouter } from "./device-login/router.ts";
import { feedbackRouter } from "./feedback/router.ts";
import { goalRouter } from "./goal/router.ts";
import { healthRouter } from "./health/router.ts";
import { invitationRouter } from "./invitation/router.ts";
import { memberRouter } from "./member/router.ts";
import { mentorRouter } from "./mentor/router.ts";
import { mentorApplicationRouter } from "./mentor-application/router.ts";
import { misuseReportRouter } from "./misuse-report/router.ts";
import { notificationRouter } from "./notification/router.ts";
import { officeSessionRouter } from "./office-session/router.ts";
import { personalAccessTokenRouter } from "./personal-access-token/router.ts";
import { profileRouter } from "./profile/router.ts";
import { programRouter } from "./program/router.ts";
import { reliabilityRouter } from "./reliability/router.ts";
import { savedFilterRouter } from "./saved-filter/router.ts";
import { secondFactorRouter } from "./second-factor/router.ts";
import { serviceAccountRouter } from "./service-account/router.ts";
import { sessionNoteRouter } from "./session-note/router.ts";
import { sessionSeriesRouter } from "./session-series/router.ts";
import { signInMethodRouter } from "./sign-in-method/router.ts";
import { staffNoteRouter } from "./staff-note/router.ts";
import { stuckRouter } from "./stuck/router.ts";
import { router } from "./trpc.ts";
import { webhookRouter } from "./webhook/router.ts";

/** One line per feature. */
const described = {
  account: accountRouter,
  actionItem: actionItemRouter,
  audit: auditRouter,
  availability: availabilityRouter,
  calendar: calendarRouter,
  dashboard: dashboardRouter,
  deviceLogin: deviceLoginRouter,
  feedback: feedbackRouter,
  goal: goalRouter,
  health: healthRouter,
  invitation: invitationRouter,
  member: memberRouter,
  mentor: mentorRouter,
  mentorApplication: mentorApplicationRouter,
  misuseReport: misuseReportRouter,
  notification: notificationRouter,
  officeSession: officeSessionRouter,
  personalAccessToken: personalAccessTokenRouter,
  profile: profileRouter,
  program: programRouter,
  reliability: reliabilityRouter,
  savedFilter: savedFilterRouter,
  secondFactor: secondFactorRouter,
  serviceAccount: serviceAccountRouter,
  sessionNote: sessionNoteRouter,
  sessionSeries: sessionSeriesRouter,
  signInMethod: signInMethodRouter,
  staffNote: staffNoteRouter,
  stuck: stuckRouter,
  webhook: webhookRouter,
};

/** Everything, including the catalogue of itself. */
export const features = { ...described, catalogue: catalogueRouter(described) };

/** The whole API. */
export const appRouter = router(features);

export type AppRouter = typeof appRouter;
