import { startOf } from "../local-time.ts";
import { AWAY_DAYS, type DemoMentee, type DemoMentor, demoMentors } from "../people.ts";
import type { Random } from "../random.ts";
import { historyMentees } from "./mentees.ts";
import { historyMentors } from "./mentors.ts";
import { topics } from "./words.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** How long ago the program began, in days. */
export const PROGRAM_DAYS = 26 * 7;

/** Two people and a time, before anyone decided anything. */
export interface Meeting {
  mentor: DemoMentor;
  mentee: DemoMentee;
  startsAt: Date;
  endsAt: Date;
  blockedUntil: Date;
  topic: string;
  joinedAt: Date;
}

/** Midnight UTC of the day, so that a seed on the same day is the same program. */
export const midnightOf = (now: Date) => new Date(now.getTime() - (now.getTime() % DAY));

/** When the mentee with this place in the list joined: one after the other, over half a year. */
export function joinedAt(place: number, today: Date): Date {
  const daysAgo =
    PROGRAM_DAYS - 2 - Math.floor((place * (PROGRAM_DAYS - 18)) / historyMentees.length);
  return new Date(today.getTime() - daysAgo * DAY + (9 + (place % 9)) * HOUR);
}

/** Some had sessions and then none for weeks, and some never had any. */
function endOf(place: number): number {
  if (place % 18 === 5) return Number.NEGATIVE_INFINITY;
  return place % 9 === 0 ? -5 : 2;
}

export interface Taken {
  from: number;
  until: number;
}

/** Everybody's meetings in the order of people and weeks, each in open hours of its mentor. */
export function planMeetings(random: Random, today: Date, taken: Map<string, Taken[]>): Meeting[] {
  const topicOf = new Map(
    Object.entries(topics).map(([label, list]) => [label, random.deck(list)]),
  );
  return historyMentees.flatMap((mentee, place) => {
    const joined = joinedAt(place, today);
    const [first, second] = mentorsFor(mentee, place);
    const meetings: Meeting[] = [];
    const lastWeek = endOf(place);
    const begin = Math.ceil((joined.getTime() - today.getTime()) / WEEK) + random.between(0, 2);
    for (let week = begin; week <= lastWeek; week += random.pick([1, 1, 2, 2, 3])) {
      const mentor = random.chance(0.7) ? first : second;
      const time = findTime({ mentor, week, random, today, taken: taken.get(mentor.email) ?? [] });
      if (time === null || !isHeld(time, { mentor, joined, today })) continue;
      taken.set(mentor.email, [
        ...(taken.get(mentor.email) ?? []),
        { from: time.startsAt.getTime(), until: time.blockedUntil.getTime() },
      ]);
      const label = random.pick(mentor.expertise);
      const topic = topicOf.get(label)?.() ?? label;
      meetings.push({ mentor, mentee, ...time, topic, joinedAt: joined });
    }
    return meetings;
  });
}

/** One who knows what interests them, and another one. */
function mentorsFor({ interests }: DemoMentee, place: number): [DemoMentor, DemoMentor] {
  const all = [...historyMentors, ...demoMentors];
  const knows = all.filter(({ expertise }) => interests.some((each) => expertise.includes(each)));
  const first = knows[place % knows.length] ?? all[place % all.length];
  const second = historyMentors[place % historyMentors.length];
  if (first === undefined || second === undefined) throw new Error("no mentors");
  return [first, second];
}

interface Search {
  mentor: DemoMentor;
  week: number;
  random: Random;
  today: Date;
  taken: Taken[];
}

function findTime({ mentor, week, random, today, taken }: Search) {
  const minutes = random.pick(mentor.durations);
  const step = minutes + mentor.gapMinutes;
  const starts = mentor.hours.flatMap(({ weekdays, startMinute, endMinute }) =>
    weekdays.flatMap((weekday) =>
      Array.from({ length: Math.floor((endMinute - startMinute) / step) }, (_, index) => ({
        weekday,
        minute: startMinute + index * step,
      })),
    ),
  );
  for (let attempt = 0; attempt < 8; attempt++) {
    const startsAt = startOf({ weeks: week, ...random.pick(starts) }, mentor.timeZone, today);
    const endsAt = new Date(startsAt.getTime() + minutes * MINUTE);
    const blockedUntil = new Date(endsAt.getTime() + mentor.gapMinutes * MINUTE);
    const overlaps = taken.some(
      ({ from, until }) => startsAt.getTime() < until && from < blockedUntil.getTime(),
    );
    if (!overlaps) return { startsAt, endsAt, blockedUntil };
  }
  return null;
}

/**
 * Nothing near the present, where the hour of the seed would matter. Upcoming sessions are only with
 * the mentors of the history, so the others stay as free as they were.
 */
function isHeld(
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
  { mentor, joined, today }: { mentor: DemoMentor; joined: Date; today: Date },
): boolean {
  if (startsAt.getTime() < joined.getTime() + 4 * DAY) return false;
  if (endsAt.getTime() + DAY + HOUR <= today.getTime()) {
    return mentor.status === undefined || endsAt.getTime() < today.getTime() - AWAY_DAYS * DAY;
  }
  if (startsAt.getTime() < today.getTime() + 4 * DAY) return false;
  return historyMentors.includes(mentor) && mentor.pausedForDays === undefined;
}
