import type { Prisma } from "@sundial/db";

/** A person in a list, as staff see them. */
export const memberSelect = {
  id: true,
  name: true,
  image: true,
  email: true,
  role: true,
  status: true,
  lastLoginAt: true,
  createdAt: true,
  version: true,
} satisfies Prisma.UserSelect;

/** And on the person's page. */
export const memberDetailSelect = {
  ...memberSelect,
  emailVerified: true,
  timeZone: true,
  statusReason: true,
  statusChangedAt: true,
  anonymizedAt: true,
  /** Their 2FA could not be migrated, so they can't sign in. */
  mustEnrolFactor: true,
  /** Whether they use 2FA. */
  _count: { select: { totpFactors: { where: { verifiedAt: { not: null } } } } },
  mentorProfile: { select: { bookingState: true } },
  menteeProfile: { select: { userId: true } },
} satisfies Prisma.UserSelect;
