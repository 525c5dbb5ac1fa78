import type { Prisma } from "@sundial/db";
import type { ListMentorsInput } from "@sundial/validators";
import { containing } from "../like.ts";

/** The mentors of the directory. A closed, inactive or suspended one is not there for anybody. */
export function mentorScope(): Prisma.UserWhereInput {
  return {
    role: "mentor",
    status: "active",
    mentorProfile: { is: { bookingState: { not: "closed" } } },
  };
}

/** Those of them whom a search means, whenever they are free. */
export function mentorsMatching({
  search,
  expertise,
  language,
}: Pick<ListMentorsInput, "search" | "expertise" | "language">): Prisma.UserWhereInput {
  return {
    AND: [
      mentorScope(),
      search ? textMatches(search) : {},
      expertise ? { mentorProfile: { is: { expertise: { some: { slug: expertise } } } } } : {},
      language ? { mentorProfile: { is: { languages: { has: language } } } } : {},
    ],
  };
}

function textMatches(search: string): Prisma.UserWhereInput {
  const holdsIt = containing(search);
  return {
    OR: [
      { name: holdsIt },
      { mentorProfile: { is: { headline: holdsIt } } },
      { mentorProfile: { is: { expertise: { some: { label: holdsIt } } } } },
    ],
  };
}
