import {
  chooseNotificationInput,
  listNotificationsInput,
  readNotificationsInput,
  updateNotificationSettingsInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import {
  chooseNotification,
  getNotificationSettings,
  listNotificationChoices,
  updateNotificationSettings,
} from "./choices.ts";
import { followNotifications } from "./follow.ts";
import { countUnreadNotifications, listNotifications, readNotifications } from "./service.ts";

export const notificationRouter = router({
  /** What happened that concerns the actor, newest first. */
  list: permitted("self:read")
    .input(listNotificationsInput)
    .query(({ ctx, input }) => listNotifications(ctx, input)),
  /** How many are unread. */
  unread: permitted("self:read").query(({ ctx }) => countUnreadNotifications(ctx)),
  /** The number of unread ones now, and again whenever it changes, until the session ends. */
  live: permitted("self:read").subscription(({ ctx, signal }) => followNotifications(ctx, signal)),
  /** Marks notifications as read. */
  read: permitted("self:update", { unaudited: "Reading one's own list concerns nobody else." })
    .input(readNotificationsInput)
    .mutation(({ ctx, input }) => readNotifications(ctx, input)),
  /** How the actor hears of each kind. */
  choices: permitted("self:read").query(({ ctx }) => listNotificationChoices(ctx)),
  /** Chooses how to hear of one kind. */
  choose: permitted("self:update")
    .input(chooseNotificationInput)
    .mutation(({ ctx, input }) => chooseNotification(ctx, input)),
  /** When the actor gets emails and reminders. */
  settings: permitted("self:read").query(({ ctx }) => getNotificationSettings(ctx)),
  /** Changes quiet hours, the digest and reminders. */
  updateSettings: permitted("self:update")
    .input(updateNotificationSettingsInput)
    .mutation(({ ctx, input }) => updateNotificationSettings(ctx, input)),
});
