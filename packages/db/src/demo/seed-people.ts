import type { DbTransaction, Prisma, Role } from "../index.ts";
import { demoId } from "./demo-id.ts";
import { PROGRAM_DAYS } from "./history/meetings.ts";
import {
  DEMO_PASSWORD_HASH,
  type DemoAccount,
  type DemoMentee,
  type DemoMentor,
} from "./people.ts";

const DAY = 24 * 3_600_000;

interface Since {
  /** Midnight UTC of the day of the seed. */
  today: Date;
  /** When they joined; at the beginning of the program by default. */
  joinedAt?: Date;
}

interface Person extends Since {
  role: Role;
  lastLoginAt?: Date;
}

/** An account as a row. */
export function accountOf(
  { email, name, timeZone, status }: DemoAccount,
  { role, today, joinedAt, lastLoginAt }: Person,
): Prisma.UserCreateManyInput & { id: string } {
  const daysAgo = (days: number) => new Date(today.getTime() - days * DAY);
  return {
    id: demoId(email),
    email,
    name,
    timeZone,
    role,
    emailVerified: true,
    createdAt: joinedAt ?? daysAgo(PROGRAM_DAYS),
    lastLoginAt: lastLoginAt ?? daysAgo((status?.daysAgo ?? 0) + 1),
    ...(status && {
      status: status.is,
      statusReason: status.reason,
      statusChangedAt: daysAgo(status.daysAgo),
    }),
  };
}

/** The demo's password, for the account with this address. */
export function credentialOf({ email }: DemoAccount): Prisma.AccountCreateManyInput {
  const userId = demoId(email);
  return {
    id: demoId(`${email} credential`),
    userId,
    providerId: "credential",
    accountId: userId,
    password: DEMO_PASSWORD_HASH,
  };
}

export async function seedAccount(tx: DbTransaction, account: DemoAccount, person: Person) {
  const create = accountOf(account, person);
  await tx.user.upsert({ where: { id: create.id }, update: {}, create });
  const credential = credentialOf(account);
  const { providerId, accountId } = credential;
  await tx.account.upsert({
    where: { providerId_accountId: { providerId, accountId } },
    update: {},
    create: credential,
  });
  return create.id;
}

export async function seedMentor(tx: DbTransaction, mentor: DemoMentor, since: Since) {
  const userId = await seedAccount(tx, mentor, { role: "mentor", ...since });
  const { headline, bio, languages, durations, gapMinutes, approvesRequests = false } = mentor;
  const { minNoticeMinutes, pausedForDays } = mentor;
  await tx.mentorProfile.upsert({
    where: { userId },
    update: {},
    create: {
      userId,
      headline,
      bio,
      languages,
      durations,
      gapMinutes,
      minNoticeMinutes,
      autoAccept: !approvesRequests,
      location: `https://meet.sundial.example/${mentor.email.split("@")[0]}`,
      ...(pausedForDays !== undefined && {
        bookingState: "paused",
        pausedUntil: new Date(since.today.getTime() + pausedForDays * DAY),
        availabilityVersion: 2,
      }),
      expertise: {
        create: mentor.expertise.map((label) => ({
          id: demoId(`${mentor.email} ${label}`),
          label,
          slug: label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
        })),
      },
      schedules: {
        create: {
          id: demoId(`${mentor.email} schedule`),
          timeZone: mentor.timeZone,
          rules: {
            create: mentor.hours.flatMap(({ weekdays, startMinute, endMinute }) =>
              weekdays.map((weekday) => ({
                id: demoId(`${mentor.email} ${weekday} ${startMinute}`),
                weekday,
                startMinute,
                endMinute,
              })),
            ),
          },
        },
      },
    },
  });
}

/** A mentee's profile as a row. */
export function menteeProfileOf(mentee: DemoMentee): Prisma.MenteeProfileCreateManyInput {
  const { email, name: _, timeZone: __, status: ___, ...profile } = mentee;
  return { userId: demoId(email), ...profile };
}

export async function seedMentee(tx: DbTransaction, mentee: DemoMentee, since: Since) {
  await seedAccount(tx, mentee, { role: "mentee", ...since });
  const create = menteeProfileOf(mentee);
  await tx.menteeProfile.upsert({ where: { userId: create.userId }, update: {}, create });
}
