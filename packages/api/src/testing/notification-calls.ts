import type { Db } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import type { callers } from "./callers.ts";
import { bookedSession } from "./office-sessions.ts";

/** The calls of mutationCalls about what people are told. */
export function notificationCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  return {
    "notification.read": async () => {
      const { mentor: by } = await bookedSession(db, as);
      const [newest] = (await (await as(by)).notification.list({})).items;
      return { by, input: { upTo: newest?.id ?? "" } };
    },
    "notification.choose": async () => ({
      by: await createMentee(db),
      input: { kind: "session.booked" as const, inApp: true, email: false },
    }),
    "notification.updateSettings": async () => ({
      by: await createMentee(db),
      input: {
        quiet: { from: 22 * 60, until: 7 * 60 },
        digestAt: null,
        remindBefore: [60 as const],
      },
    }),
  };
}
