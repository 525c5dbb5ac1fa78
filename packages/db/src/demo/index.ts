import { demoAdmin, demoManager, demoMentees, demoMentors } from "./people.ts";

export { DEMO_PASSWORD, DEMO_PASSWORD_HASH } from "./people.ts";

const [mentor] = demoMentors;
const [mentee] = demoMentees;

/** One account of each role, for trying the product. */
export const demoPeople = [
  ...(mentee ? [{ ...mentee, role: "mentee" as const }] : []),
  ...(mentor ? [{ ...mentor, role: "mentor" as const }] : []),
  { ...demoManager, role: "pm" as const },
  { ...demoAdmin, role: "admin" as const },
];
