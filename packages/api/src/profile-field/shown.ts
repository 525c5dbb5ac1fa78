import type { Prisma } from "@sundial/db";
import type { FieldVisibility } from "@sundial/validators";
import type { Reader } from "./reader.ts";

/** A mentee's fields, each with who may see it. */
export const menteeFieldsSelect = {
  experienceLevel: true,
  experienceLevelVisibility: true,
  goals: true,
  goalsVisibility: true,
  background: true,
  backgroundVisibility: true,
  interests: true,
  interestsVisibility: true,
  weeklyHours: true,
  weeklyHoursVisibility: true,
  learningStyle: true,
  learningStyleVisibility: true,
} satisfies Prisma.MenteeProfileSelect;

/** A mentor's fields, each with who may see it. */
export const mentorFieldsSelect = {
  headline: true,
  headlineVisibility: true,
  bio: true,
  bioVisibility: true,
  languages: true,
  languagesVisibility: true,
  expertise: { select: { slug: true, label: true }, orderBy: { label: "asc" } },
  expertiseVisibility: true,
} satisfies Prisma.MentorProfileSelect;

type MenteeFields = Prisma.MenteeProfileGetPayload<{ select: typeof menteeFieldsSelect }>;
type MentorFields = Prisma.MentorProfileGetPayload<{ select: typeof mentorFieldsSelect }>;

/**
 * What this reader sees of a mentee's profile. The one place that decides it: the rest is null, and
 * a list is empty.
 */
export function shownMentee(row: MenteeFields, reader: Reader) {
  const sees = (visibility: FieldVisibility) => isShown(visibility, reader);
  return {
    experienceLevel: sees(row.experienceLevelVisibility) ? row.experienceLevel : null,
    goals: sees(row.goalsVisibility) ? row.goals : null,
    background: sees(row.backgroundVisibility) ? row.background : null,
    interests: sees(row.interestsVisibility) ? row.interests : [],
    weeklyHours: sees(row.weeklyHoursVisibility) ? row.weeklyHours : null,
    learningStyle: sees(row.learningStyleVisibility) ? row.learningStyle : null,
  };
}

/** The same for a mentor's profile. */
export function shownMentor(row: MentorFields, reader: Reader) {
  const sees = (visibility: FieldVisibility) => isShown(visibility, reader);
  return {
    headline: sees(row.headlineVisibility) ? row.headline : null,
    bio: sees(row.bioVisibility) ? row.bio : null,
    languages: sees(row.languagesVisibility) ? row.languages : [],
    expertise: sees(row.expertiseVisibility) ? row.expertise : [],
  };
}

function isShown(visibility: FieldVisibility, reader: Reader): boolean {
  if (reader === "self" || reader === "staff") return true;
  return visibility === "everyone" || (visibility === "sessions" && reader === "sessions");
}

/** Who sees each field of a mentee's profile, for its owner and staff. */
export function menteeVisibilityOf(row: MenteeFields) {
  return {
    experienceLevel: row.experienceLevelVisibility,
    goals: row.goalsVisibility,
    background: row.backgroundVisibility,
    interests: row.interestsVisibility,
    weeklyHours: row.weeklyHoursVisibility,
    learningStyle: row.learningStyleVisibility,
  };
}

/** Who sees each field of a mentor's profile, for its owner and staff. */
export function mentorVisibilityOf(row: MentorFields) {
  return {
    headline: row.headlineVisibility,
    bio: row.bioVisibility,
    languages: row.languagesVisibility,
    expertise: row.expertiseVisibility,
  };
}

/** Profiles of mentees that anyone signed in sees something of. */
export const menteesShownToEveryone = {
  OR: [
    { experienceLevelVisibility: "everyone" },
    { goalsVisibility: "everyone" },
    { backgroundVisibility: "everyone" },
    { interestsVisibility: "everyone" },
    { weeklyHoursVisibility: "everyone" },
    { learningStyleVisibility: "everyone" },
  ],
} satisfies Prisma.MenteeProfileWhereInput;
