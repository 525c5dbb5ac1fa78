import { defineConfig } from "vitest/config";
import { constants } from "./build/constants.ts";

export default defineConfig({
  define: constants(),
  test: {
    // Only a hang takes this long, on any machine.
    testTimeout: 600_000,
    // Turbo tests two packages at once.
    maxWorkers: "50%",
  },
});
