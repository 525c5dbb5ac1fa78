import type { Prisma } from "@sundial/db";
import type { ServiceContext } from "../context.ts";
import { type Reader, readersOf } from "../profile-field/reader.ts";
import { mentorFieldsSelect, mentorVisibilityOf, shownMentor } from "../profile-field/shown.ts";
import { mentorScope } from "./scope.ts";

const mentorSelect = {
  id: true,
  name: true,
  image: true,
  timeZone: true,
  mentorRating: { select: { average: true, ratings: true } },
  mentorProfile: {
    select: {
      ...mentorFieldsSelect,
      bookingState: true,
      pausedUntil: true,
      durations: true,
      horizonDays: true,
      autoAccept: true,
      isListed: true,
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
  const readerOf = await readersOf(
    ctx.db,
    rows.filter(showsMoreInSessions).map(({ id }) => id),
    {
      actor: ctx.actor,
      now: ctx.now(),
    },
  );
  return new Map(rows.map((row) => [row.id, toMentor(row, readerOf(row.id))]));
}

/** Few mentors do; for all others it doesn't matter whether the reader has a session with them. */
function showsMoreInSessions({ mentorProfile }: MentorRow): boolean {
  if (mentorProfile === null) return false;
  return Object.values(mentorVisibilityOf(mentorProfile)).includes("sessions");
}

function toMentor({ mentorProfile, mentorRating, ...user }: MentorRow, reader: Reader) {
  // The scope admits only people with a mentor profile.
  if (mentorProfile === null) throw new Error("a mentor without a profile");
  const { bookingState, pausedUntil, durations, horizonDays, autoAccept, isListed } = mentorProfile;
  return {
    ...user,
    ...shownMentor(mentorProfile, reader),
    bookingState,
    pausedUntil,
    durations,
    horizonDays,
    autoAccept,
    isBookable: isListed,
    rating: toRating(mentorRating),
  };
}

/** As counted this week; null until enough people have rated. */
function toRating(counted: MentorRow["mentorRating"]) {
  if (!counted || counted.average === null) return null;
  return { average: counted.average, ratings: counted.ratings };
}
