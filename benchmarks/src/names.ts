/** Measured by default. */
export const benchmarks = [
  "slots",
  "serialize",
  "bookings",
  "directory",
  "identity",
  "enumeration",
  "scale",
  "migrate",
  "migrate-cognito",
  "migrate-vendors",
  "migrate-program",
] as const;

/** Takes long or needs much space, so it runs only by name. */
export const onDemand = ["migrate-million", "migrate-cognito-million"] as const;

export type BenchmarkName = (typeof benchmarks)[number] | (typeof onDemand)[number];
