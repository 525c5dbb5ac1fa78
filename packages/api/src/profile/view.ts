import type { Prisma } from "@sundial/db";
import type { CreateProfileInput } from "@sundial/validators";
import type { Reader } from "../profile-field/reader.ts";
import {
  menteeFieldsSelect,
  menteeVisibilityOf,
  mentorFieldsSelect,
  mentorVisibilityOf,
  shownMentee,
  shownMentor,
} from "../profile-field/shown.ts";

/** A person with both kinds of profile. */
export const profileSelect = {
  id: true,
  name: true,
  role: true,
  timeZone: true,
  createdAt: true,
  mentorProfile: {
    select: { ...mentorFieldsSelect, bookingState: true, durations: true, version: true },
  },
  menteeProfile: { select: { ...menteeFieldsSelect, version: true } },
} satisfies Prisma.UserSelect;

type ProfileRow = Prisma.UserGetPayload<{ select: typeof profileSelect }>;

/** A profile as this reader sees it. */
export function toProfile({ mentorProfile, menteeProfile, ...person }: ProfileRow, reader: Reader) {
  return {
    ...person,
    mentorProfile: mentorProfile && {
      ...shownMentor(mentorProfile, reader),
      bookingState: mentorProfile.bookingState,
      durations: mentorProfile.durations,
      version: mentorProfile.version,
    },
    menteeProfile: menteeProfile && {
      ...shownMentee(menteeProfile, reader),
      version: menteeProfile.version,
    },
  };
}

/** The owner's own, with every field and who sees it. */
export function toOwnProfile({ mentorProfile, menteeProfile, ...person }: ProfileRow) {
  return {
    ...person,
    mentorProfile: mentorProfile && {
      headline: mentorProfile.headline,
      bio: mentorProfile.bio,
      languages: mentorProfile.languages,
      expertise: mentorProfile.expertise,
      bookingState: mentorProfile.bookingState,
      durations: mentorProfile.durations,
      version: mentorProfile.version,
      visibility: mentorVisibilityOf(mentorProfile),
    },
    menteeProfile: menteeProfile && {
      experienceLevel: menteeProfile.experienceLevel,
      goals: menteeProfile.goals,
      background: menteeProfile.background,
      interests: menteeProfile.interests,
      weeklyHours: menteeProfile.weeklyHours,
      learningStyle: menteeProfile.learningStyle,
      version: menteeProfile.version,
      visibility: menteeVisibilityOf(menteeProfile),
    },
  };
}

type VisibilityOf<Kind extends CreateProfileInput["kind"]> = Extract<
  CreateProfileInput,
  { kind: Kind }
>["visibility"];

/** The columns of who sees what. Fields left out stay as they are, or get their default. */
export function menteeColumns(visibility: VisibilityOf<"mentee">) {
  return {
    experienceLevelVisibility: visibility?.experienceLevel,
    goalsVisibility: visibility?.goals,
    backgroundVisibility: visibility?.background,
    interestsVisibility: visibility?.interests,
    weeklyHoursVisibility: visibility?.weeklyHours,
    learningStyleVisibility: visibility?.learningStyle,
  };
}

/** The same for a mentor's profile. */
export function mentorColumns(visibility: VisibilityOf<"mentor">) {
  return {
    headlineVisibility: visibility?.headline,
    bioVisibility: visibility?.bio,
    languagesVisibility: visibility?.languages,
    expertiseVisibility: visibility?.expertise,
  };
}

interface Visible {
  visibility?: object;
}

/** Names only, because personal text must not go into a log that is never erased. */
export function changedFields(
  { visibility: seenBefore, ...current }: Visible,
  { visibility, ...input }: Visible,
): string[] {
  const seen = differences(seenBefore ?? {}, visibility ?? {});
  return [...differences(current, input), ...seen.map((field) => `visibility.${field}`)];
}

function differences(current: object, input: object): string[] {
  const before = new Map<string, unknown>(Object.entries(current));
  return Object.entries(input)
    .filter(([field]) => field !== "kind" && field !== "version")
    .filter(([field, value]) => JSON.stringify(before.get(field)) !== JSON.stringify(value))
    .map(([field]) => field);
}
