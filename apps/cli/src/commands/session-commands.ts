import type { RouterOutputs } from "@sundial/client";
import type { CommandSpec, Run } from "../command.ts";
import { EXPORT_OPTIONS, exportList } from "../export-list.ts";
import { notFound, usage } from "../failure.ts";
import { formatInstant } from "../format-instant.ts";
import type { Columns } from "../output.ts";
import { readInstant } from "../values.ts";
import { findMentor, findPerson, LIMIT, type Mentor, moreHint, take } from "./find.ts";

type Session = RouterOutputs["officeSession"]["list"]["items"][number];

const WHEN = ["upcoming", "past", "awaiting"] as const;

const columns: Columns<Session> = {
  id: ({ id }) => id,
  start: ({ startsAt }) => startsAt,
  minutes: ({ startsAt, endsAt }) => (endsAt.getTime() - startsAt.getTime()) / 60_000,
  status: ({ status }) => status,
  mentor: ({ mentor }) => mentor.name,
  mentee: ({ mentee }) => mentee.name,
  topic: ({ topic }) => topic,
};

const session = { name: "session", about: "the session's ID" };
const note = { name: "note", value: "text", about: "a message that both people see" };

/** A start that was given, or the first open one. */
function startOf(text: string, mentor: Mentor): Date {
  if (text !== "next") return readInstant(text, "--at");
  if (mentor.nextSlot === null) throw notFound(`${mentor.name} has no open times.`);
  return mentor.nextSlot;
}

async function book({ given, client, terminal, output }: Run) {
  const api = await client();
  const topic = given.required("topic");
  const at = given.text("at") ?? "next";
  const mentor = await findMentor(api, given.required("mentor"));
  const durationMinutes = given.number("minutes", [1, 1440]) ?? mentor.durations[0];
  if (durationMinutes === undefined)
    throw usage(`Pass --minutes: ${mentor.name} offers no length.`);
  const booking = {
    mentorId: mentor.id,
    startsAt: startOf(at, mentor),
    durationMinutes,
    topic,
    agenda: given.text("agenda"),
    idempotencyKey: given.text("key"),
  };
  const mentee = given.text("for");
  const booked =
    mentee === undefined
      ? await api.officeSession.book.mutate(booking)
      : await api.officeSession.bookOnBehalf.mutate({
          ...booking,
          menteeId: await findPerson(api, mentee),
          reason: given.required("reason"),
        });
  const what = booked.status === "requested" ? "Requested" : "Booked";
  const time = formatInstant(booked.startsAt, terminal.timeZone);
  output.done(
    `${what} ${booked.mentor.name} on ${time} (${terminal.timeZone}). The session's ID is ${booked.id}.`,
    booked,
  );
}

export const sessionCommands: CommandSpec[] = [
  {
    name: "sessions list",
    about: "list your sessions, or everyone's for staff",
    options: [
      { name: "when", value: "when", about: "which ones (default: upcoming)", choices: WHEN },
      LIMIT,
    ],
    examples: ["sundial sessions list --when past --limit 5"],
    async run({ given, client, output }) {
      const api = await client();
      const when = given.choice("when", WHEN);
      const { items, hasMore } = await take(given.number("limit", [1, 10_000]) ?? 50, (page) =>
        api.officeSession.list.query({ when, ...page }),
      );
      const more = moreHint(hasMore, "sessions");
      output.list(items, columns, { empty: "There are no sessions.", more });
    },
  },
  {
    name: "sessions show",
    about: "show one session",
    arguments: [session],
    examples: ["sundial sessions show $SESSION"],
    async run({ given, client, output }) {
      const api = await client();
      const found = await api.officeSession.byId.query({ id: given.required("session") });
      output.item(found, {
        ID: ({ id }) => id,
        Status: ({ status }) => status,
        Start: ({ startsAt }) => startsAt,
        End: ({ endsAt }) => endsAt,
        Mentor: ({ mentor }) => `${mentor.name} (${mentor.timeZone})`,
        Mentee: ({ mentee }) => `${mentee.name} (${mentee.timeZone})`,
        Topic: ({ topic }) => topic,
        Agenda: ({ agenda }) => agenda,
        Location: ({ location }) => location,
        "You can": ({ actions }) => actions.join(", "),
      });
    },
  },
  {
    name: "sessions book",
    about: "book a session",
    more: "Without --at, it takes the mentor's first open time. If somebody else takes the time first, the error lists the closest open ones.",
    arguments: [{ name: "mentor", about: "the mentor's ID or full name" }],
    options: [
      { name: "topic", value: "text", about: "what it is about" },
      { name: "at", value: "time", about: "when it starts (default: next)" },
      {
        name: "minutes",
        value: "number",
        about: "how long it takes (default: the mentor's first)",
      },
      { name: "agenda", value: "text", about: "more about it" },
      { name: "for", value: "person", about: "the mentee, by ID or email address; for staff" },
      { name: "reason", value: "text", about: "why you book for somebody; for staff" },
      { name: "key", value: "uuid", about: "makes repeating the command safe for a day" },
    ],
    examples: ['sundial sessions book "Amara Okafor" --topic "How to find a thesis topic"'],
    run: book,
  },
  {
    name: "sessions reschedule",
    about: "move a session to another open time",
    more: "Without --at, it takes the first open time of the next four weeks after the present one.",
    arguments: [session],
    options: [{ name: "at", value: "time", about: "when it starts instead (default: next)" }, note],
    examples: ['sundial sessions reschedule $SESSION --note "A day later suits me better"'],
    async run({ given, client, output, terminal }) {
      const api = await client();
      const found = await api.officeSession.byId.query({ id: given.required("session") });
      const { id, version } = found;
      const at = given.text("at") ?? "next";
      const startsAt = at === "next" ? await nextStart(api, found) : readInstant(at, "--at");
      const moved = await api.officeSession.reschedule.mutate({
        id,
        version,
        startsAt,
        note: given.text("note"),
      });
      const time = formatInstant(moved.startsAt, terminal.timeZone);
      output.done(`Moved the session to ${time} (${terminal.timeZone}).`, moved);
    },
  },
  {
    name: "sessions cancel",
    about: "cancel a session, permanently",
    arguments: [session],
    options: [note],
    examples: ['sundial sessions cancel $SESSION --note "I am ill" --yes'],
    async run({ given, client, output, terminal, confirm }) {
      const api = await client();
      const found = await api.officeSession.byId.query({ id: given.required("session") });
      const { id, version, mentor, mentee, startsAt } = found;
      const time = formatInstant(startsAt, terminal.timeZone);
      await confirm(`Cancel the session of ${mentor.name} and ${mentee.name} on ${time}?`);
      const cancelled = await api.officeSession.cancel.mutate({
        id,
        version,
        note: given.text("note"),
      });
      output.done(`Cancelled the session on ${time}.`, cancelled);
    },
  },
  {
    name: "sessions export",
    about: "write sessions to a file",
    options: [
      { name: "when", value: "when", about: "which ones (default: upcoming)", choices: WHEN },
      ...EXPORT_OPTIONS,
    ],
    examples: ["sundial sessions export --when past --output sessions.csv"],
    async run(run) {
      const api = await run.client();
      const when = run.given.choice("when", WHEN);
      await exportList(run, {
        noun: "sessions",
        read: (cursor) => api.officeSession.list.query({ when, limit: 50, cursor }),
        columns: {
          ...columns,
          end: ({ endsAt }) => endsAt,
          mentorId: ({ mentor }) => mentor.id,
          menteeId: ({ mentee }) => mentee.id,
        },
      });
    },
  },
];

const FOUR_WEEKS_MS = 28 * 24 * 60 * 60 * 1000;

async function nextStart(
  api: Awaited<ReturnType<Run["client"]>>,
  { id, startsAt }: { id: string; startsAt: Date },
): Promise<Date> {
  const from = new Date(startsAt.getTime() + 60_000);
  const to = new Date(from.getTime() + FOUR_WEEKS_MS);
  const { slots, nextStart } = await api.officeSession.openSlots.query({ id, from, to });
  const start = slots.find(({ youAreBusy }) => !youAreBusy)?.startsAt ?? nextStart;
  if (start === null) throw notFound("There is no later open time.");
  return start;
}
