import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it, vi } from "vitest";
import { withoutVersionCheck } from "./door/no-version-check";

const require = createRequire(import.meta.url);

it("Next.js sends no telemetry once its configuration is loaded", async () => {
  vi.stubEnv("NEXT_TELEMETRY_DISABLED", undefined);
  await import("../../next.config");
  const { Telemetry } = require("next/dist/telemetry/storage");
  expect(new Telemetry({ distDir: ".next" }).isEnabled).toBe(false);
  vi.unstubAllEnvs();
});

it("the development server does not ask npm for newer Next.js versions", async () => {
  const source = readFileSync(
    require.resolve("next/dist/server/dev/hot-reloader-shared-utils"),
    "utf8",
  );
  const asked = [...source.matchAll(/fetch\('([^']+)'\)/g)].map(([, url]) => String(url));
  expect(asked).toHaveLength(1);
  const outside = vi.fn(() => Promise.resolve(new Response("outside")));
  const quiet = withoutVersionCheck(outside);
  for (const url of asked) expect((await quiet(url)).ok).toBe(false);
  expect(outside).not.toHaveBeenCalled();
  expect(await (await quiet("https://registry.npmjs.org/next")).text()).toBe("outside");
});
