import { createDb } from "@sundial/db";
import { formatNumber } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { openTarget } from "../connections.ts";
import { requireRun } from "../engine/run.ts";
import { requireTargetSchema } from "../engine/target-tables.ts";
import { providersHere, requireUrl } from "../env.ts";
import { EXIT } from "../exit-codes.ts";
import { type Output, progressFor, type Stopping } from "./settings.ts";

export interface InviteFlags {
  run?: string;
  apply?: true;
  limit: number;
  unverified?: true;
  againAfter?: number;
}

/** Emails people who can't sign in here a link to choose a password; only counts them without --apply. */
export async function invitePeople(flags: InviteFlags, output: Output, stopping: Stopping) {
  // Imports all of sign-in, 90 MiB that a migration doesn't need.
  const { countWaiting, invite } = await import("../engine/invite.ts");
  const url = requireUrl("TO_DATABASE_URL");
  const run = await runOf(url, flags.run);
  const now = new Date();
  const offered = providersHere();
  const options = {
    runId: run.id,
    offered,
    limit: flags.limit,
    unverified: flags.unverified === true,
    now,
    invitedBefore:
      flags.againAfter === undefined ? undefined : new Date(now.getTime() - flags.againAfter * DAY),
  };
  const db = createDb({ url, poolSize: 1 });
  try {
    const invited =
      flags.apply === true
        ? await invite(db, options, { progress: progressFor(output), ...stopping })
        : await countWaiting(db, options);
    if (output.json) {
      const event = flags.apply === true ? "invited" : "waiting";
      output.print(JSON.stringify({ event, run: run.id, people: invited }));
    } else {
      const people = `${formatNumber(invited)} migrated users`;
      const names = offered.map(({ id }) => id).join(", ") || "none";
      output.print(`Providers set up here, by the environment: ${names}`);
      output.print(
        flags.apply === true
          ? `${people} were sent a link to choose a password`
          : `${people} would get a link to choose a password; add --apply to send it`,
      );
    }
    return stopping.isStopping() ? EXIT.STOPPED : EXIT.CLEAN;
  } finally {
    await db.$disconnect();
  }
}

async function runOf(url: string, id: string | undefined) {
  const target = await openTarget(url);
  try {
    await requireTargetSchema(target);
    return await requireRun(target, id);
  } finally {
    await target.end();
  }
}
