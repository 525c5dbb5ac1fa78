import { defineConfig } from "vitest/config";

// The engine must not depend on where it runs: the whole suite runs once in each of these zones.
const serverZones = [
  { TZ: "UTC", winterOffset: 0 },
  { TZ: "America/Los_Angeles", winterOffset: -480 },
  { TZ: "Asia/Kolkata", winterOffset: 330 },
];

export default defineConfig({
  test: {
    // Turbo tests two packages at once.
    maxWorkers: "50%",
    projects: serverZones.map(({ TZ, winterOffset }) => ({
      test: {
        name: TZ,
        include: ["src/**/*.test.ts"],
        env: { TZ },
        // These tests only compute. The number of runs limits them, on slow machines, too.
        testTimeout: 0,
        provide: { winterOffset },
      },
    })),
  },
});
