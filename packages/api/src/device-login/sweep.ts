import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";

/** Deletes logins a day after they expired. Until then, programs are told that they have. */
export async function forgetDeviceLogins({ db, now }: { db: Db; now: Date }): Promise<void> {
  await db.deviceLogin.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - DAY) } } });
}
