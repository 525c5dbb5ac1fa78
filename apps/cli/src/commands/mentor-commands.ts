import type { RouterOutputs } from "@sundial/client";
import type { CommandSpec } from "../command.ts";
import type { Columns } from "../output.ts";
import { findMentor, LIMIT, take } from "./find.ts";

type Mentor = RouterOutputs["mentor"]["list"]["items"][number];

const SORTS = ["earliest", "name"] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

const columns: Columns<Mentor> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  next: ({ nextSlot }) => nextSlot,
  minutes: ({ durations }) => durations.join(", "),
  expertise: ({ expertise }) => expertise.map(({ label }) => label).join(", "),
};

const mentor = { name: "mentor", about: "the mentor's ID or full name" };
const minutes = { name: "minutes", value: "number", about: "for sessions of this length" };

type Reason =
  | RouterOutputs["availability"]["explain"]["reasons"][number]
  | NonNullable<RouterOutputs["availability"]["explain"]["unavailable"]>;

const REASONS: Record<Reason, string> = {
  BEYOND_HORIZON: "It is further ahead than the mentor's booking window.",
  CLOSED: "The mentor takes no bookings.",
  DAILY_CAP: "The mentor has the most sessions they take on that day.",
  DATE_OVERRIDE: "The mentor has other hours on that date.",
  DURATION_NOT_OFFERED: "The mentor doesn't offer sessions of this length.",
  GAP: "It is too close to another of the mentor's sessions.",
  HIDDEN: "The mentor isn't in the directory.",
  INACTIVE: "The mentor's account is inactive.",
  MENTEE_BUSY: "You have another session at that time.",
  MENTOR_BUSY: "The mentor has another session at that time.",
  MENTOR_UNAVAILABLE: "The mentor can't be booked.",
  OFF_GRID: "Sessions with this mentor don't start at that minute.",
  OUTSIDE_HOURS: "It is outside the mentor's hours.",
  PAST: "It is in the past.",
  PAUSED: "The mentor has paused bookings.",
  SETTING_UP: "The mentor has no hours or no location yet.",
  SUSPENDED: "The mentor's account is suspended.",
  TIME_OFF: "The mentor has time off.",
  TOO_SOON: "It is sooner than the mentor's minimum notice.",
  WEEKLY_CAP: "The mentor has the most sessions they take in that week.",
};

export const mentorCommands: CommandSpec[] = [
  {
    name: "mentors list",
    about: "list the mentors of the directory",
    options: [
      { name: "search", value: "text", about: "part of a name, a headline or an expertise" },
      { name: "expertise", value: "slug", about: "only this expertise, such as postgresql" },
      { name: "language", value: "tag", about: "only this language, such as de" },
      { name: "sort", value: "order", about: "the order (default: earliest)", choices: SORTS },
      LIMIT,
    ],
    examples: ["sundial mentors list --language de"],
    async run({ given, client, output }) {
      const api = await client();
      const filter = {
        search: given.text("search"),
        expertise: given.text("expertise"),
        language: given.text("language"),
        sort: given.choice("sort", SORTS),
      };
      const { items, hasMore } = await take(given.number("limit", [1, 10_000]) ?? 50, (page) =>
        api.mentor.list.query({ ...filter, ...page }),
      );
      const more = hasMore ? "There are more. Pass --limit." : undefined;
      output.list(items, columns, { empty: "No mentors match. Try removing a filter.", more });
    },
  },
  {
    name: "mentors next",
    about: "show who can see you soonest",
    options: [{ ...LIMIT, about: "show at most so many (default: 5)" }],
    examples: ["sundial mentors next", "sundial mentors next --limit 1 --jsonl"],
    async run({ given, client, output }) {
      const api = await client();
      const limit = given.number("limit", [1, 50]) ?? 5;
      const { items } = await api.mentor.list.query({ sort: "earliest", limit });
      const open = items.filter(({ nextSlot }) => nextSlot !== null);
      output.list(open, columns, { empty: "Nobody has an open time." });
    },
  },
  {
    name: "availability show",
    about: "show when a mentor can be booked",
    arguments: [mentor],
    options: [
      { name: "from", value: "time", about: "the first instant (default: now)" },
      { name: "days", value: "number", about: "how many days from then (default: 7)" },
      minutes,
    ],
    examples: ['sundial availability show "Amara Okafor" --days 14'],
    async run({ given, client, output, world }) {
      const api = await client();
      const from = given.instant("from") ?? world.now();
      const days = given.number("days", [1, 31]) ?? 7;
      const { id } = await findMentor(api, given.required("mentor"));
      const { slots, nextStart, durationMinutes } = await api.availability.openSlots.query({
        mentorId: id,
        from,
        to: new Date(from.getTime() + days * DAY_MS),
        durationMinutes: given.number("minutes", [1, 1440]),
      });
      const later =
        nextStart === null ? "" : ` The first one after that: ${nextStart.toISOString()}.`;
      output.list(
        slots,
        {
          start: ({ startsAt }) => startsAt,
          minutes: () => durationMinutes,
          instant: ({ startsAt }) => startsAt.toISOString(),
          youAreBusy: ({ youAreBusy }) => youAreBusy,
        },
        { empty: `There are no open times in these days.${later}` },
      );
    },
  },
  {
    name: "availability why",
    about: "explain why a mentor can or can't be booked at a time",
    arguments: [mentor],
    options: [{ name: "at", value: "time", about: "when the session would start" }, minutes],
    examples: ['sundial availability why "Amara Okafor" --at "2030-01-06 03:00"'],
    async run({ given, client, output }) {
      const api = await client();
      const startsAt = given.instant("at");
      given.required("at");
      const { id, durations } = await findMentor(api, given.required("mentor"));
      const explained = await api.availability.explain.query({
        mentorId: id,
        startsAt: startsAt ?? new Date(Number.NaN),
        durationMinutes: given.number("minutes", [1, 1440]) ?? durations[0] ?? 30,
      });
      const { reasons, unavailable } = explained;
      const known = unavailable === null ? reasons : [...reasons, unavailable];
      if (output.format !== "table") return output.done("", explained);
      const why: Partial<Record<string, string>> = REASONS;
      output.list(
        known,
        { reason: (code) => code, meaning: (code) => why[code] ?? "Ask a program manager." },
        { empty: "This time is open." },
      );
    },
  },
];
