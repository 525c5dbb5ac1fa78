import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // They compute, and nothing else: the number of runs is their bound, on slow machines too.
    testTimeout: 0,
    // Two packages are tested at once.
    maxWorkers: "50%",
  },
});
