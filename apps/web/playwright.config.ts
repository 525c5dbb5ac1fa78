import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { CONTROL_URL, SITE_URL } from "./e2e/addresses";

const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "e2e",
  // The tests share one server and one clock, and one of them takes the database down.
  workers: 1,
  // Only a hang takes this long, on any machine. One of them must not take the whole run with it.
  timeout: 1_800_000,
  expect: { timeout: 180_000 },
  reporter: [["list"]],
  use: {
    baseURL: SITE_URL,
    locale: "en-US",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    actionTimeout: 180_000,
    navigationTimeout: 180_000,
    launchOptions: {
      // Without one from the system, Playwright uses its own.
      executablePath: existsSync(chromium) ? chromium : undefined,
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    },
  },
  webServer: {
    command: "tsx e2e/serve.ts",
    url: `${CONTROL_URL}/ready`,
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "pipe",
  },
});
