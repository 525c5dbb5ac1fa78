import { createDb } from "@sundial/db";
import { allowedHosts } from "@sundial/outside";
import { formatNumber } from "@sundial/validators";
import { openTarget } from "../connections.ts";
import { fetchAvatars } from "../engine/avatars.ts";
import { requireRun } from "../engine/run.ts";
import { requireTargetSchema } from "../engine/target-tables.ts";
import { requireUrl } from "../env.ts";
import { EXIT } from "../exit-codes.ts";
import { type Output, progressFor, type Stopping } from "./settings.ts";

export interface AvatarFlags {
  again?: true;
}

/** Fetches the pictures of migrated people, and says how many arrived and why others didn't. */
export async function bringAvatars({ again }: AvatarFlags, output: Output, stopping: Stopping) {
  const url = requireUrl("TO_DATABASE_URL");
  const runId = await latestRun(url);
  const db = createDb({ url, poolSize: 1 });
  try {
    const { stored, waiting, failed } = await fetchAvatars(db, {
      runId,
      again: again === true,
      allowed: allowedHosts([]),
      progress: progressFor(output),
      now: () => new Date(),
      ...stopping,
    });
    if (output.json) {
      output.print(JSON.stringify({ event: "avatars", stored, waiting, failed }));
    } else {
      output.print(`${formatNumber(stored)} pictures are here`);
      for (const [reason, pictures] of Object.entries(failed)) {
        output.print(`${formatNumber(pictures)} failed: ${REASONS[reason] ?? reason}`);
      }
      if (waiting > 0) output.print(`${formatNumber(waiting)} wait; run the same command again`);
    }
    return stopping.isStopping() ? EXIT.STOPPED : EXIT.CLEAN;
  } finally {
    await db.$disconnect();
  }
}

const REASONS: Record<string, string> = {
  timeout: "the server took too long",
  address: "the address isn't public, or has none",
  tls: "the server's certificate is invalid",
  connection: "the server can't be reached",
  status: "the server has no picture there",
  redirects: "too many redirects",
  too_large: "the picture is too large",
  not_an_image: "it is no PNG, JPEG or WebP image",
};

async function latestRun(url: string) {
  const target = await openTarget(url);
  try {
    await requireTargetSchema(target);
    return (await requireRun(target)).id;
  } finally {
    await target.end();
  }
}
