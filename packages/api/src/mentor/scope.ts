import { Prisma } from "@sundial/db";
import type { ListMentorsInput } from "@sundial/validators";
import { literally } from "../like.ts";

/** The mentors of the directory. A closed, inactive or suspended one is not there for anybody. */
export function mentorScope(): Prisma.UserWhereInput {
  return { mentorProfile: { is: listedProfiles() } };
}

/** The same of their profiles. A trigger keeps `isListed` true to the user's role and status. */
export function listedProfiles() {
  return { isListed: true } satisfies Prisma.MentorProfileWhereInput;
}

/** What a search asks of a mentor, whenever they are free. */
export type MentorSearch = Pick<ListMentorsInput, "search" | "expertise" | "language">;

/** The rows `p` of mentor_profiles that a search means. */
export function listedMatching({ search, expertise, language }: MentorSearch): Prisma.Sql {
  const conditions = [Prisma.sql`p.is_listed`];
  if (search) conditions.push(Prisma.sql`p.search_text ILIKE ${`%${literally(search)}%`}`);
  if (language) conditions.push(Prisma.sql`p.languages @> ARRAY[${language}]`);
  if (expertise) {
    conditions.push(Prisma.sql`EXISTS (
      SELECT FROM expertise x WHERE x.mentor_id = p.user_id AND x.slug = ${expertise})`);
  }
  return Prisma.join(conditions, " AND ");
}
