import type { Prisma } from "@sundial/db";
import type { ServiceContext } from "../context.ts";
import { mentorScope } from "./scope.ts";

const mentorSelect = {
  id: true,
  name: true,
  image: true,
  timeZone: true,
  mentorRating: { select: { average: true, ratings: true } },
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
      isListed: true,
      expertise: { select: { slug: true, label: true }, orderBy: { label: "asc" } },
    },
  },
} satisfies Prisma.UserSelect;

type MentorRow = Prisma.UserGetPayload<{ select: typeof mentorSelect }>;

/**
 * The cards of those people who are in the directory, or in another scope, by id. Anything that depends on the viewer is
 * selected here, too: the reader is `ctx.actor`.
 */
export async function findMentorCards(
  ctx: ServiceContext,
  ids: string[],
  scope: Prisma.UserWhereInput = mentorScope(),
) {
  const rows = await ctx.db.user.findMany({
    where: { AND: [{ id: { in: ids } }, scope] },
    select: mentorSelect,
  });
  return new Map(rows.map((row) => [row.id, toMentor(row)]));
}

function toMentor({ mentorProfile, mentorRating, ...user }: MentorRow) {
  // The scope admits only people with a mentor profile.
  if (mentorProfile === null) throw new Error("a mentor without a profile");
  const { isListed: isBookable, ...profile } = mentorProfile;
  return { ...user, ...profile, isBookable, rating: toRating(mentorRating) };
}

/** As counted this week; null until enough people have rated. */
function toRating(counted: MentorRow["mentorRating"]) {
  if (!counted || counted.average === null) return null;
  return { average: counted.average, ratings: counted.ratings };
}
