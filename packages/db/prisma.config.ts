import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";
import { keepStudioQuiet } from "./prisma/quiet-studio.ts";

// Read by the CLI after this file, so a plain `prisma migrate dev` needs no wrapper. Windows cannot
// spawn a script by its first line: there the CLI falls back on downloading its native engine.
if (process.platform !== "win32") {
  env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL("./prisma/schema-engine.mjs", import.meta.url),
  );
}
// No request to Prisma's update check, nor to where it counts commands.
env.CHECKPOINT_DISABLE ??= "1";
keepStudioQuiet();

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx prisma/seed.ts" },
  datasource: {
    // On Neon the application's URL goes through a pooler, which hands out another session for
    // every transaction; migrations take a lock that lives in one session, so they go direct.
    // Neither is set when only the client is generated.
    url: withoutChannelBinding(env.DIRECT_DATABASE_URL || env.DATABASE_URL),
  },
});

/** Neon's URLs ask for it, and Studio's driver would pass it on to the server as a setting. */
function withoutChannelBinding(url: string | undefined) {
  return url?.replace(/(?<=[?&])channel_binding=\w+&?/, "");
}
