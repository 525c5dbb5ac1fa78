import type { Prisma } from "@sundial/db";

/** The mentors of the directory. A closed, inactive or suspended one is not there for anybody. */
export function mentorScope(): Prisma.UserWhereInput {
  return {
    role: "mentor",
    status: "active",
    mentorProfile: { is: { bookingState: { not: "closed" } } },
  };
}
