import { Prisma } from "@sundial/db";
import type { ListMentorsInput } from "@sundial/validators";
import { literally } from "../like.ts";

/**
 * The mentors in the directory, who can be booked. Nobody sees a closed, inactive or suspended one,
 * or one who hasn't said when and where they meet.
 */
export function mentorScope(): Prisma.UserWhereInput {
  return { mentorProfile: { is: listedProfiles() } };
}

/** The same for profiles. A trigger keeps `isListed` in step with the user's role and status. */
export function listedProfiles() {
  return { isListed: true } satisfies Prisma.MentorProfileWhereInput;
}

/** Those, and mentors with a profile who are still setting up: a link to them says so. */
export function linkedMentorScope(): Prisma.UserWhereInput {
  return {
    role: "mentor",
    status: "active",
    mentorProfile: { is: { bookingState: { not: "closed" } } },
  };
}

/** The filters of a search, except for times. */
export type MentorSearch = Pick<ListMentorsInput, "search" | "expertise" | "language">;

/**
 * The rows `p` of mentor_profiles that match a search. Only what everyone may see can be searched,
 * or a search would tell what a field hides; `search_text` has nothing else.
 */
export function listedMatching({ search, expertise, language }: MentorSearch): Prisma.Sql {
  const conditions = [Prisma.sql`p.is_listed`];
  if (search) conditions.push(Prisma.sql`p.search_text ILIKE ${`%${literally(search)}%`}`);
  if (language) {
    conditions.push(
      Prisma.sql`p.languages @> ARRAY[${language}] AND p.languages_visibility = 'everyone'`,
    );
  }
  if (expertise) {
    conditions.push(Prisma.sql`p.expertise_visibility = 'everyone' AND EXISTS (
      SELECT FROM expertise x WHERE x.mentor_id = p.user_id AND x.slug = ${expertise})`);
  }
  return Prisma.join(conditions, " AND ");
}
