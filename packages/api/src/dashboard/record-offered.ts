import { type Db, type DbTransaction, type Prisma, tryLockTask } from "@sundial/db";
import { mentorDayAt, offeredMinutes } from "@sundial/scheduling";
import { HOUR, MINUTE } from "@sundial/validators/durations";
import {
  fromLocalDate,
  overrideSelect,
  rulesSelect,
  toMentorAvailability,
} from "../booking-facts/stored-availability.ts";
import { inTransaction } from "../transaction.ts";

/** How often days that begin are looked for. */
const EVERY = 15 * MINUTE;
/**
 * How long after its beginning a day can still be recorded. Later, the hours may be others than
 * those with which it began, so it stays unknown.
 */
const GRACE = HOUR;
/** Mentors read at a time. */
const BATCH = 200;

interface Sweep {
  db: Db;
  now: Date;
}

/**
 * Records what each mentor's hours offer on a day, within an hour of its beginning in the mentor's
 * own calendar, once. Mentors who take no bookings offer nothing. Days that began while no server
 * was running stay unrecorded. Returns the number of days it recorded.
 */
export async function recordOfferedMinutes({ db, now }: Sweep): Promise<number> {
  const isTime = await inTransaction(db, async (tx) => {
    if (!(await tryLockTask(tx, "offeredMinutes"))) return false;
    const { count } = await tx.dashboardProgress.updateMany({
      where: {
        OR: [{ offeredAt: null }, { offeredAt: { lte: new Date(now.getTime() - EVERY) } }],
      },
      data: { offeredAt: now },
    });
    return count > 0;
  });
  if (!isTime) return 0;
  let recorded = 0;
  let last = "";
  for (;;) {
    const mentors = await findMentors(db, last);
    const beginning = mentors.filter((mentor) => dayThatBegins(mentor, now) !== null);
    recorded += await record(db, { ids: beginning.map(({ userId }) => userId), now });
    last = mentors.at(-1)?.userId ?? "";
    if (mentors.length < BATCH) return recorded;
  }
}

const zonesSelect = {
  userId: true,
  user: { select: { timeZone: true } },
  schedules: { select: { timeZone: true, validFrom: true, validTo: true } },
} satisfies Prisma.MentorProfileSelect;

type Zones = Prisma.MentorProfileGetPayload<{ select: typeof zonesSelect }>;

function findMentors(db: Db, after: string): Promise<Zones[]> {
  return db.mentorProfile.findMany({
    where: { userId: { gt: after }, user: { role: "mentor", anonymizedAt: null } },
    orderBy: { userId: "asc" },
    take: BATCH,
    select: zonesSelect,
  });
}

/** The date of a mentor's day that has just begun, or null. */
function dayThatBegins({ user, schedules }: Zones, now: Date): string | null {
  const dated = schedules.map(({ timeZone, validFrom, validTo }) => ({
    timeZone,
    validFrom: dateOf(validFrom),
    validTo: dateOf(validTo),
    rules: [],
  }));
  const home = { timeZone: user.timeZone, validFrom: null, validTo: null, rules: [] };
  const day = mentorDayAt({ schedules: dated.length === 0 ? [home] : dated }, now.getTime());
  return day !== null && now.getTime() - day.start < GRACE ? day.date : null;
}

const dateOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

async function record(db: Db, { ids, now }: { ids: string[]; now: Date }): Promise<number> {
  if (ids.length === 0) return 0;
  const near = { gt: daysFrom(now, -4), lt: daysFrom(now, 4) };
  const profiles = await db.mentorProfile.findMany({
    where: { userId: { in: ids } },
    select: {
      ...rulesSelect,
      overrides: { where: { localDate: near }, select: overrideSelect },
      timeOff: {
        where: { startsAt: { lt: near.lt }, endsAt: { gt: near.gt } },
        select: { startsAt: true, endsAt: true },
      },
    },
  });
  const data = profiles.flatMap((profile) => {
    const date = dayThatBegins(profile, now);
    if (date === null) return [];
    const minutes = offeredMinutes(toMentorAvailability(profile), now.getTime());
    return { mentorId: profile.userId, localDate: fromLocalDate(date), minutes, recordedAt: now };
  });
  return inTransaction(db, async (tx) => {
    const { count } = await tx.offeredMinutes.createMany({ data, skipDuplicates: true });
    if (count > 0) await countAgain(tx, [...new Set(data.map(({ localDate }) => localDate))]);
    return count;
  });
}

/** A date that is over in the program's zone may just begin in a mentor's. */
const countAgain = (tx: DbTransaction, localDates: Date[]) =>
  tx.programDay.updateMany({
    where: { mentorId: "", localDate: { in: localDates }, countedAt: { not: null } },
    data: { countedAt: null },
  });

const daysFrom = (now: Date, days: number) => new Date(now.getTime() + days * 24 * HOUR);
