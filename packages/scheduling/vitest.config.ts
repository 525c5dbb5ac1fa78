import { defineConfig } from "vitest/config";

// The engine must not notice where it runs: the whole suite runs once in each of these zones.
const serverZones = [
  { TZ: "UTC", winterOffset: 0 },
  { TZ: "America/Los_Angeles", winterOffset: -480 },
  { TZ: "Asia/Kolkata", winterOffset: 330 },
];

export default defineConfig({
  test: {
    // Two packages are tested at once.
    maxWorkers: "50%",
    projects: serverZones.map(({ TZ, winterOffset }) => ({
      test: {
        name: TZ,
        include: ["src/**/*.test.ts"],
        env: { TZ },
        // They compute, and nothing else: the number of runs is their bound, on slow machines too.
        testTimeout: 0,
        provide: { winterOffset },
      },
    })),
  },
});
