/** What is measured when nobody names anything. */
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
] as const;

/** Takes long or much room, so it is measured when named. */
export const onDemand = ["migrate-million", "migrate-cognito-million"] as const;

export type BenchmarkName = (typeof benchmarks)[number] | (typeof onDemand)[number];
