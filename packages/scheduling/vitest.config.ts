import { defineConfig } from "vitest/config";

// The engine must not notice where it runs: the whole suite runs once in each of these zones.
const serverZones = [
  { TZ: "UTC", winterOffset: 0 },
  { TZ: "America/Los_Angeles", winterOffset: -480 },
  { TZ: "Asia/Kolkata", winterOffset: 330 },
];

export default defineConfig({
  test: {
    projects: serverZones.map(({ TZ, winterOffset }) => ({
      test: {
        name: TZ,
        include: ["src/**/*.test.ts"],
        env: { TZ },
        testTimeout: 60_000,
        provide: { winterOffset },
      },
    })),
  },
});
