import type { Db } from "@sundial/db";
import type { DashboardReportInput } from "@sundial/validators";
import { localDate } from "@sundial/validators/time";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { datesOf, type Period, partsOf, periodBefore } from "./periods.ts";
import { addUp, numbersOf } from "./report.ts";

/**
 * The numbers of a period and of the period of the same length before it, and the parts of which
 * charts are made: weeks from Monday to Sunday, or months in periods over a year. Dates are in the
 * program's time zone, both included. Durations are in minutes, shares from 0 to 1; a number is null
 * when there is nothing to divide by or too little to show. `countedAt` says when changes to past
 * days were last looked for; null when they aren't stored yet.
 *
 * Errors: NOT_FOUND when there is no such mentor.
 */
export async function reportDashboard(
  ctx: Pick<ServiceContext, "db" | "now">,
  input: DashboardReportInput,
) {
  const { db } = ctx;
  const now = ctx.now();
  const period: Period = { from: input.from, to: input.to };
  const before = periodBefore(period);
  const [program, about] = await Promise.all([readProgress(db), findMentors(db, input)]);
  const { timeZone } = program;
  const all: Period = { from: before.from, to: period.to };
  const uncounted = await findUncounted(db, all, program.isCounted);
  const { unit, parts } = partsOf(period);
  const periods = [period, before, ...parts];
  const { mentorIds } = about;
  const sums = await addUp(db, { periods, mentorIds, uncounted, timeZone, now });
  const [current, previous, ...each] = sums;
  if (current === undefined || previous === undefined) throw new Error("nothing was added up");
  return {
    timeZone,
    today: localDate(now, timeZone),
    period: { from: period.from, to: period.to },
    before: { from: before.from, to: before.to },
    mentorName: about.mentorName,
    countedAt: program.isCounted ? program.countedAt : null,
    numbers: numbersOf(current),
    numbersBefore: numbersOf(previous),
    days: { recorded: current.offeredDays, all: datesOf(period).length },
    daysBefore: { recorded: previous.offeredDays },
    unit,
    parts: parts.map((part, index) => toPart(part, each[index] ?? current)),
  };
}

function toPart({ from, to }: Period, sums: Awaited<ReturnType<typeof addUp>>[number]) {
  const { completed, noShows, disputed, cancelledLate, cancelled, declined, expired, open } = sums;
  const { firstWait, rating, ratings } = numbersOf(sums);
  return {
    from,
    to,
    outcomes: { completed, noShows, disputed, cancelledLate, cancelled, declined, expired, open },
    bookedMinutes: sums.bookedMinutes,
    /** Null when nothing was recorded on any of its days. */
    offeredMinutes: sums.offeredDays > 0 ? sums.offeredMinutes : null,
    recordedDays: sums.offeredDays,
    mentees: sums.mentees,
    mentors: sums.mentors,
    firstWait,
    rating,
    ratings,
  };
}

interface Program {
  timeZone: string;
  countedAt: Date | null;
  /** Whether what is stored is of dates in this zone. */
  isCounted: boolean;
}

async function readProgress(db: Db): Promise<Program> {
  const [program] = await db.$queryRaw<Program[]>`
    SELECT s.time_zone AS "timeZone", p.counted_at AS "countedAt",
           s.time_zone IS NOT DISTINCT FROM p.time_zone AS "isCounted"
      FROM program_settings s, dashboard_progress p`;
  if (program === undefined) throw new Error("the program has no settings");
  return program;
}

/** The dates of a period whose counts aren't stored, or are out of date. */
async function findUncounted(db: Db, { from, to }: Period, isCounted: boolean): Promise<string[]> {
  const dates = datesOf({ from, to });
  if (!isCounted) return dates;
  const rows = await db.$queryRaw<{ date: string }[]>`
    SELECT local_date::text AS date FROM program_days
     WHERE mentor_id = '' AND local_date BETWEEN ${from}::date AND ${to}::date AND counted_at IS NOT NULL`;
  const counted = new Set(rows.map(({ date }) => date));
  return dates.filter((date) => !counted.has(date));
}

/** The mentors that the filters mean; null for everybody. */
async function findMentors(db: Db, { expertise, mentorId }: DashboardReportInput) {
  const mentor = mentorId === undefined ? null : await findMentor(db, mentorId);
  const mentorName = mentor?.name ?? null;
  if (expertise === undefined) return { mentorIds: mentor && [mentor.id], mentorName };
  const rows = await db.expertise.findMany({
    where: { slug: expertise, mentorId },
    select: { mentorId: true },
  });
  return { mentorIds: rows.map((row) => row.mentorId), mentorName };
}

/** Also somebody who was a mentor, because their sessions stay. */
async function findMentor(db: Db, id: string) {
  const found = await db.user.findFirst({
    where: { id, OR: [{ mentorProfile: { isNot: null } }, { mentorSessions: { some: {} } }] },
    select: { id: true, name: true },
  });
  if (found === null) throw notFound();
  return found;
}
