import { hasAdmin } from "@sundial/auth";
import { env } from "../env/env";
import { log } from "../log";
import { server } from "../server";

/** Tells operators of a new program what to do next. The link itself never goes into a log. */
export async function warnWithoutAdmin() {
  if (env().NODE_ENV !== "production") return;
  try {
    if (await hasAdmin(server().db)) return;
    log().warn(
      "There is no admin yet. Run pnpm admin:setup in a terminal to create the first one.",
    );
  } catch {
    // The database is away or not migrated; the readiness check says so.
  }
}
