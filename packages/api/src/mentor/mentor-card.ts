import type { Prisma } from "@sundial/db";
import { notFound } from "../errors.ts";

export const mentorSelect = {
  id: true,
  name: true,
  timeZone: true,
  mentorProfile: {
    select: {
      headline: true,
      bio: true,
      languages: true,
      bookingState: true,
      pausedUntil: true,
      durations: true,
      horizonDays: true,
      autoAccept: true,
      expertise: { select: { slug: true, label: true }, orderBy: { label: "asc" } },
    },
  },
} satisfies Prisma.UserSelect;

export type MentorRow = Prisma.UserGetPayload<{ select: typeof mentorSelect }>;

/** A mentor as the directory shows one. */
export function toMentor<Row extends MentorRow>({ mentorProfile, ...user }: Row) {
  // The scope admits only people with a mentor profile.
  if (mentorProfile === null) throw notFound();
  return { ...user, ...mentorProfile };
}
