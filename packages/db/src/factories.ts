import { randomUUID } from "node:crypto";
import type { Db, Prisma } from "./index.ts";

/**
 * People for tests. Each call creates new ones with unique names and addresses. Tests can run side
 * by side in one database and need no cleanup.
 */
export function createUser(db: Db, data: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  const id = data.id ?? randomUUID();
  return db.user.create({
    data: { id, name: `Person ${id.slice(0, 8)}`, email: `${id}@test.example`, ...data },
  });
}

/** A mentee with a profile, in UTC by default. */
export async function createMentee(db: Db, data: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  const user = await createUser(db, { ...data, role: "mentee" });
  await db.menteeProfile.create({
    data: {
      userId: user.id,
      experienceLevel: "junior",
      goals: "Learn by doing",
      interests: ["Testing"],
      weeklyHours: "two_to_five",
      learningStyle: "hands_on",
    },
  });
  return user;
}

interface MentorOptions {
  user?: Partial<Prisma.UserUncheckedCreateInput>;
  profile?: Partial<Prisma.MentorProfileUncheckedCreateInput>;
  timeZone?: string;
  /** Free on every day between these minutes; all day by default. */
  hours?: { startMinute: number; endMinute: number }[];
  expertise?: string[];
}

/** A mentor who is free all day, every day, without notice, by default. */
export async function createMentor(db: Db, options: MentorOptions = {}) {
  const { timeZone = "UTC", hours = [{ startMinute: 0, endMinute: 1440 }] } = options;
  const user = await createUser(db, { timeZone, ...options.user, role: "mentor" });
  await db.mentorProfile.create({
    data: {
      userId: user.id,
      headline: "Someone who has been there",
      bio: "Glad to help with whatever you bring.",
      languages: ["en"],
      durations: [30, 60],
      minNoticeMinutes: 0,
      horizonDays: 365,
      location: "https://meet.example/office",
      ...options.profile,
      expertise: {
        create: (options.expertise ?? ["Testing"]).map((label) => ({
          label,
          slug: label.toLowerCase().replaceAll(" ", "-"),
        })),
      },
      schedules: {
        create: {
          timeZone,
          rules: {
            create: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
              hours.map((window) => ({ weekday, ...window })),
            ),
          },
        },
      },
    },
  });
  return user;
}
