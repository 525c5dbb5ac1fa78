import { accountRouter } from "./account/router.ts";
import { auditRouter } from "./audit/router.ts";
import { availabilityRouter } from "./availability/router.ts";
import { calendarRouter } from "./calendar/router.ts";
import { catalogueRouter } from "./catalogue/router.ts";
import { deviceLoginRouter } from "./device-login/router.ts";
import { healthRouter } from "./health/router.ts";
import { memberRouter } from "./member/router.ts";
import { mentorRouter } from "./mentor/router.ts";
import { officeSessionRouter } from "./office-session/router.ts";
import { personalAccessTokenRouter } from "./personal-access-token/router.ts";
import { profileRouter } from "./profile/router.ts";
import { secondFactorRouter } from "./second-factor/router.ts";
import { serviceAccountRouter } from "./service-account/router.ts";
import { router } from "./trpc.ts";
import { webhookRouter } from "./webhook/router.ts";

/** One line per feature. */
const described = {
  account: accountRouter,
  audit: auditRouter,
  availability: availabilityRouter,
  calendar: calendarRouter,
  deviceLogin: deviceLoginRouter,
  health: healthRouter,
  member: memberRouter,
  mentor: mentorRouter,
  officeSession: officeSessionRouter,
  personalAccessToken: personalAccessTokenRouter,
  profile: profileRouter,
  secondFactor: secondFactorRouter,
  serviceAccount: serviceAccountRouter,
  webhook: webhookRouter,
};

/** Everything, including the catalogue of itself. */
export const features = { ...described, catalogue: catalogueRouter(described) };

/** The whole API. */
export const appRouter = router(features);

export type AppRouter = typeof appRouter;
