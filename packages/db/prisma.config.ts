import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";
import { keepStudioQuiet } from "./prisma/quiet-studio.ts";

// The CLI reads this after this file, so a plain `prisma migrate dev` needs no wrapper. Windows
// can't spawn a script by its first line; there, the CLI falls back to downloading its native
// engine.
if (process.platform !== "win32") {
  env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL("./prisma/schema-engine.mjs", import.meta.url),
  );
}
// No requests to Prisma's update check or its command statistics.
env.CHECKPOINT_DISABLE ??= "1";
keepStudioQuiet();

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx prisma/seed.ts" },
  datasource: {
    // On Neon, the application's URL goes through a pooler, which uses another session for every
    // transaction. Migrations take a lock that belongs to one session, so they connect directly.
    // Neither URL is set when only the client is generated.
    url: withoutChannelBinding(env.DIRECT_DATABASE_URL || env.DATABASE_URL),
  },
});

/** Neon's URLs contain it, and Studio's driver would pass it on to the server as a setting. */
function withoutChannelBinding(url: string | undefined) {
  return url?.replace(/(?<=[?&])channel_binding=\w+&?/, "");
}
